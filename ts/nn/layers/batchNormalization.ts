import { checkOptions, number } from '../../checks.js';
import { sizeOf } from '../../shape.js';
import { configOf } from '../registry.js';
import type { InitializerLike } from '../initializers/index.js';
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

export interface BatchNormalizationOptions extends NormalizationOptions {
  /** Axis of a batch whose entries are the channels, as in Keras; −1, the last, by default. */
  readonly axis?: number | undefined;
  /** Share of the running mean and variance that each training step keeps, in [0, 1]; 0.99 by default. */
  readonly momentum?: number | undefined;
  /** Start values of the running means; `zeros` by default. */
  readonly movingMeanInitializer?: InitializerLike | undefined;
  /** Start values of the running variances; `ones` by default. */
  readonly movingVarianceInitializer?: InitializerLike | undefined;
}

const OPTIONS = [...NORMALIZATION_OPTIONS, 'momentum', 'movingMeanInitializer', 'movingVarianceInitializer'];

/**
 * Batch normalisation: `γ (x − μ) / √(σ² + ε) + β` for each channel; the shape stays.
 *
 * In training, mean μ and variance σ² are those of the batch, over samples and pixels, and each step updates the
 * running ones: `moving ← momentum · moving + (1 − momentum) · batch`. Otherwise the running ones are used. As in
 * Keras, the sum of squares is divided by the number of values n, where PyTorch's running variance divides by n − 1.
 * Parameters: gamma and beta, then movingMean and movingVariance, which are not trained.
 * Ioffe, Szegedy, arXiv:1502.03167.
 *
 * @throws ArgumentError for an option out of range, or an unknown one
 * @throws ShapeError when a model gives the layer samples without this axis
 * @example layers.batchNormalization()
 */
export function batchNormalization(options: BatchNormalizationOptions = {}): Layer {
  const kind = 'batchNormalization';
  checkOptions(options, OPTIONS, kind);
  const axis = readAxis(options.axis ?? -1, kind);
  const momentum = number(options.momentum ?? 0.99, 'momentum', kind, { lowest: 0, highest: 1 });
  const epsilon = number(options.epsilon ?? 1e-3, 'epsilon', kind, { lowest: 0 });
  const affine = readAffine(options, kind);
  const parameters = {
    ...affineOptions(options),
    movingMean: { initializer: options.movingMeanInitializer ?? 'zeros' },
    movingVariance: { initializer: options.movingVarianceInitializer ?? 'ones' },
  };
  const weights = planWeights(parameters, undefined, kind);
  const name = checkName(options.name, kind);
  const config = configOf(kind, { axis, momentum, epsilon, ...affine.op, ...weights.config, name });

  return new Layer(config, name, (inputShapes) => {
    const shape = only(inputShapes, kind);
    const axisIndex = sampleAxis(axis, shape, kind);
    const channels = shape.slice(axisIndex, axisIndex + 1);
    const inner = sizeOf(shape.slice(axisIndex + 1));
    const movingStatistic = (name: string) => ({ ...weights.parameter(name, channels), isTrained: false });
    return {
      op: {
        kind,
        features: sizeOf(channels),
        inner,
        momentum,
        epsilon,
        ...affine.op,
        ...weights.opArguments,
      },
      outputShape: shape,
      parameters: [
        ...affine.names.map((name) => weights.parameter(name, channels)),
        movingStatistic('movingMean'),
        movingStatistic('movingVariance'),
      ],
    };
  });
}
