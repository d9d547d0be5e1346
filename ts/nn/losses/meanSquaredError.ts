import { Loss } from './loss.js';

/** Mean squared error of a sample: `1/n Σ (a − y)²` over its n outputs a and targets y. */
export function meanSquaredError(): Loss {
  return new Loss({ kind: 'meanSquaredError' }, { kind: 'meanSquaredError' }, 'vectors');
}
