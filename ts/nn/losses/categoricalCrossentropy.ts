import { Loss } from './loss.js';

/** Cross-entropy of a sample: `−Σ y ln a` over the probabilities a and the targets y, one-hot vectors or labels. */
export function categoricalCrossentropy(): Loss {
  return new Loss({ kind: 'categoricalCrossentropy' }, { kind: 'categoricalCrossentropy' }, 'vectors');
}
