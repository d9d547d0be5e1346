import { checkOptions, number } from '../../checks.js';
import { sizeOf } from '../../shape.js';
import { configOf } from '../registry.js';
import type { InitializerLike } from '../initializers/index.js';
import { checkName } from '../names.js';
import { only } from './inputs.js';
import { Layer } from './layer.js';
import {
  NORMALIZATION_OPTIONS,
  type NormalizationOptions,
  placeOf,
  readAffine,
  readAxis,
} from './normalization.js';
import { readWeightOptions } from './weightOptions.js';

export interface BatchNormalizationOptions extends NormalizationOptions {
  /** Axis of a batch whose entries are the channels, as in Keras; −1, the last, by default. */
  readonly axis?: number | undefined;
  /** Share of the running statistics that each training step keeps, in [0, 1]; 0.99 by default. */
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
 * In training, mean μ and variance σ² are those of the batch, over samples and pixels, and the running ones follow:
 * `moving ← momentum · moving + (1 − momentum) · batch`. Otherwise the running ones are used. As in Keras, the variance
 * is divided by the number of values n, where PyTorch's running variance is divided by n − 1.
 * Parameters: gamma and beta, then movingMean and movingVariance, which are not trained. Ioffe, Szegedy,
 * arXiv:1502.03167.
 *
 * @throws ArgumentError for an option out of range, or an unknown one
 * @throws ShapeError for an axis that is not there
 * @example layers.batchNormalization()
 */
export function batchNormalization(options: BatchNormalizationOptions = {}): Layer {
  const kind = 'batchNormalization';
  checkOptions(options, OPTIONS, kind);
  const axis = readAxis(options.axis ?? -1, kind);
  const momentum = number(options.momentum ?? 0.99, 'momentum', kind, { lowest: 0, highest: 1 });
  const epsilon = number(options.epsilon ?? 1e-3, 'epsilon', kind, { lowest: 0 });
  const affine = readAffine(options, kind);
  const defaults = { gamma: 'ones', beta: 'zeros', movingMean: 'zeros', movingVariance: 'ones' } as const;
  const weights = readWeightOptions({ ...options }, defaults, kind);
  const name = checkName(options.name, kind);
  const config = configOf(kind, { axis, momentum, epsilon, ...affine.unit, ...weights.config, name });

  return new Layer(config, name, (inputShapes) => {
    const shape = only(inputShapes, kind);
    const place = placeOf(axis, shape, kind);
    const own = shape.slice(place, place + 1);
    const inner = sizeOf(shape.slice(place + 1));
    const statistic = (name: string) => ({ ...weights.parameter(name, own), isTrained: false });
    return {
      op: { kind, features: sizeOf(own), inner, momentum, epsilon, ...affine.unit, ...weights.opArguments },
      outputShape: shape,
      parameters: [
        ...affine.names.map((name) => weights.parameter(name, own)),
        statistic('movingMean'),
        statistic('movingVariance'),
      ],
    };
  });
}
