import { checkOptions, number } from '../../checks.js';
import { ArgumentError } from '../../errors.js';
import { shapeText } from '../../shape.js';
import { configOf } from '../registry.js';
import { checkName } from '../names.js';
import { only } from './inputs.js';
import { Layer } from './layer.js';
import {
  affineOptions,
  NORMALIZATION_OPTIONS,
  type NormalizationOptions,
  readAffine,
  readAxis,
  sampleAxis,
} from './normalization.js';
import { planWeights } from './weightOptions.js';

export interface LayerNormalizationOptions extends NormalizationOptions {
  /** Axis of a batch, or several axes, that are normalised together, as in Keras; −1, the last, by default. */
  readonly axis?: number | readonly number[] | undefined;
}

/**
 * Layer normalisation: `γ (x − μ) / √(σ² + ε) + β` with mean μ and variance σ² of each sample separately, over one axis
 * or several; the shape stays.
 *
 * Parameters gamma and beta have the shape of the normalised axes. Ba, Kiros, Hinton, arXiv:1607.06450.
 *
 * @throws ArgumentError for an option out of range, an unknown one, or an axis named twice
 * @throws ShapeError when a model gives the layer samples without such an axis
 * @example layers.layerNormalization({ axis: [1, 2, 3] })
 */
export function layerNormalization(options: LayerNormalizationOptions = {}): Layer {
  const kind = 'layerNormalization';
  checkOptions(options, NORMALIZATION_OPTIONS, kind);
  const given = options.axis ?? -1;
  const axis = Array.isArray(given) ? given.map((one) => readAxis(one, kind)) : readAxis(given, kind);
  const epsilon = number(options.epsilon ?? 1e-3, 'epsilon', kind, { lowest: 0 });
  const affine = readAffine(options, kind);
  const weights = planWeights(affineOptions(options), undefined, kind);
  const name = checkName(options.name, kind);
  const config = configOf(kind, { axis, epsilon, ...affine.op, ...weights.config, name });

  return new Layer(config, name, (inputShapes) => {
    const shape = only(inputShapes, kind);
    const sampleAxes = [axis].flat().map((one) => sampleAxis(one, shape, kind));
    const axes = [...new Set(sampleAxes)].sort((a, b) => a - b);
    if (axes.length === 0 || axes.length < sampleAxes.length) throw repeated([axis].flat());
    const normalizedShape = axes.map((index) => shape[index] ?? 0);
    return {
      op: { kind, shape: shape.join(), axes: axes.join(), epsilon, ...affine.op, ...weights.opArguments },
      outputShape: shape,
      parameters: affine.names.map((name) => weights.parameter(name, normalizedShape)),
    };
  });
}

function repeated(axis: readonly number[]): ArgumentError {
  return new ArgumentError({
    code: 'axis',
    operation: 'layerNormalization',
    actual: `axis is ${shapeText(axis)}`,
    expected: 'it must name at least one axis, and each axis only once',
    remedy: 'pass -1 for the last axis, for example',
  });
}
