import { Loss } from './loss.js';

/** Cross-entropy of a sample: `−ln a[y]`, with the probabilities a and y the index of the true class. */
export function sparseCategoricalCrossentropy(): Loss {
  return new Loss(
    { kind: 'sparseCategoricalCrossentropy' },
    { kind: 'sparseCategoricalCrossentropy' },
    'labels',
  );
}
