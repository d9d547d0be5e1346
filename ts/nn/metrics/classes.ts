import type { FloatArray, Targets } from '../../backend/backend.js';
import type { Batch } from './metric.js';

/** Index of the largest of `length` values from `start` on, the first of equal ones. */
export function argmax(values: FloatArray, start: number, length: number): number {
  let best = 0;
  for (let i = 1; i < length; i++) {
    if ((values[start + i] ?? 0) > (values[start + best] ?? 0)) best = i;
  }
  return best;
}

/** Index of the class that a sample belongs to. */
export function trueClass(targets: Targets, sample: number): number {
  if ('labels' in targets) return targets.labels[sample] ?? 0;
  const { values, width } = targets;
  return width === 1 ? Number((values[sample] ?? 0) > 0.5) : argmax(values, sample * width, width);
}

/** Index of the largest output of a sample; for a single output, 1 if it is above the threshold, else 0. */
export function predictedClass({ outputs, units }: Batch, sample: number, threshold = 0.5): number {
  return units === 1 ? Number((outputs[sample] ?? 0) > threshold) : argmax(outputs, sample * units, units);
}

/** The target of one output of a sample; labels count as one-hot vectors. */
export function targetAt(targets: Targets, sample: number, unit: number): number {
  if ('labels' in targets) return Number(targets.labels[sample] === unit);
  return targets.values[sample * targets.width + unit] ?? 0;
}
