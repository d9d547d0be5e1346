import { dataset } from '../../../data/index.js';
import { countSamples, type Samples, type Task } from '../../data/dataset.js';

/** Keeps a random share of the samples for validation, of each class alike where all have enough. */
export function split(
  { x, y }: Samples,
  kept: number,
  { kind }: Task,
  seed: number,
): [train: Samples, validation: Samples] {
  const stratify = kind === 'classes' && smallestClass(y.data) > 1;
  // A share of few samples may be less than one of them.
  const share = Math.max(kept, 1 / countSamples({ x }));
  const [train, validation] = dataset(x, y).split(1 - share, { seed, stratify });
  return [
    { x: train.x, y: train.y },
    { x: validation.x, y: validation.y },
  ];
}

/** Samples of the class that has the fewest. */
function smallestClass(labels: Iterable<number>): number {
  const counts = new Map<number, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  return Math.min(...counts.values());
}
