import { boolean, checkOptions, number } from '../../checks.js';
import { configOf } from '../registry.js';
import { Loss } from './loss.js';
import { probabilities, shares } from './targetRange.js';

export interface CrossentropyOptions {
  /** Whether the outputs are logits, of a last layer without activation, instead of probabilities; false by default. */
  readonly fromLogits?: boolean | undefined;
  /** Share s of every target that is spread evenly over all classes, in [0, 1]; 0 by default. */
  readonly labelSmoothing?: number | undefined;
}

/**
 * Cross-entropy of a sample whose n outputs a are independent probabilities: `−1/n Σ y ln a + (1 − y) ln(1 − a)`, with
 * targets y from 0 to 1, smoothed to `y (1 − s) + s/2`.
 *
 * Probabilities are clipped to [1e-7, 1 − 1e-7]. After a `sigmoid` both derivatives are taken together, so nothing is
 * clipped and nothing cancels; with `fromLogits` the loss is exact for logits of any size, too.
 *
 * @throws ArgumentError for a smoothing outside [0, 1]
 * @example losses.binaryCrossentropy({ fromLogits: true })
 */
export function binaryCrossentropy(options: CrossentropyOptions = {}): Loss {
  return vectorCrossentropy('binaryCrossentropy', options);
}

/**
 * Cross-entropy of a sample: `−Σ y ln a` over the probabilities a of n classes and the targets y, one-hot vectors or
 * labels, smoothed to `y (1 − s) + s/n`.
 *
 * Probabilities are clipped to [1e-7, 1 − 1e-7]; unlike in Keras they are not divided by their sum. After a `softmax`
 * both derivatives are taken together, so nothing is clipped and nothing cancels; with `fromLogits` the loss is exact
 * for logits of any size, too.
 *
 * @throws ArgumentError for a smoothing outside [0, 1]
 * @example losses.categoricalCrossentropy({ labelSmoothing: 0.1 })
 */
export function categoricalCrossentropy(options: CrossentropyOptions = {}): Loss {
  return vectorCrossentropy('categoricalCrossentropy', options);
}

/**
 * Cross-entropy of a sample: `−ln a[y]`, with the probabilities a and the index y of the true class; otherwise as
 * `categoricalCrossentropy`.
 *
 * @throws ArgumentError if `fromLogits` is not a boolean, or for an unknown option
 * @example losses.sparseCategoricalCrossentropy({ fromLogits: true })
 */
export function sparseCategoricalCrossentropy(options: Pick<CrossentropyOptions, 'fromLogits'> = {}): Loss {
  const kind = 'sparseCategoricalCrossentropy';
  checkOptions(options, ['fromLogits'], kind);
  const fromLogits = boolean(options.fromLogits ?? false, 'fromLogits', kind);
  return new Loss(configOf(kind, { fromLogits }), { kind, fromLogits }, 'labels');
}

/** A cross-entropy whose targets are vectors. */
function vectorCrossentropy(
  kind: 'binaryCrossentropy' | 'categoricalCrossentropy',
  options: CrossentropyOptions,
): Loss {
  checkOptions(options, ['fromLogits', 'labelSmoothing'], kind);
  const values = {
    fromLogits: boolean(options.fromLogits ?? false, 'fromLogits', kind),
    labelSmoothing: number(options.labelSmoothing ?? 0, 'labelSmoothing', kind, { lowest: 0, highest: 1 }),
  };
  const range = kind === 'binaryCrossentropy' ? probabilities : shares;
  return new Loss(configOf(kind, values), { kind, ...values }, 'vectors', range);
}
