import { dataset } from '../../../data/index.js';
import { sampleCount, type LoadedSamples, type Task } from '../../data/dataset.js';

/**
 * Splits off a random share of the samples for validation: the same share of each class, where every class has at least
 * two samples.
 */
export function split(
  { x, y }: LoadedSamples,
  share: number,
  { kind }: Task,
  seed: number,
): [train: LoadedSamples, validation: LoadedSamples] {
  const stratify = kind === 'classes' && smallestClass(y.data) > 1;
  // At least one sample, also where the share of few samples is less.
  const atLeastOne = Math.max(share, 1 / sampleCount({ x }));
  const [train, validation] = dataset(x, y).split(1 - atLeastOne, { seed, stratify });
  return [
    { x: train.x, y: train.y },
    { x: validation.x, y: validation.y },
  ];
}

/** Number of samples of the smallest class. */
function smallestClass(labels: Iterable<number>): number {
  const counts = new Map<number, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  return Math.min(...counts.values());
}
