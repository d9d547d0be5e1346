import type { FloatArray, Targets } from '../../backend/backend.js';
import type { Batch } from './metric.js';

/** Index of the largest value of a row, the first of equal ones. */
export function argmax(values: FloatArray, from: number, width: number): number {
  let best = 0;
  for (let i = 1; i < width; i++) {
    if ((values[from + i] ?? 0) > (values[from + best] ?? 0)) best = i;
  }
  return best;
}

/** The class that a sample belongs to. */
export function trueClass(targets: Targets, sample: number): number {
  if ('labels' in targets) return targets.labels[sample] ?? 0;
  const { values, width } = targets;
  return width === 1 ? Number((values[sample] ?? 0) > 0.5) : argmax(values, sample * width, width);
}

/** The class whose output is largest; with a single output, 1 above the threshold, else 0. */
export function predictedClass({ outputs, units }: Batch, sample: number, threshold = 0.5): number {
  return units === 1 ? Number((outputs[sample] ?? 0) > threshold) : argmax(outputs, sample * units, units);
}

/** A target as a number; labels count as one-hot vectors. */
export function targetAt(targets: Targets, sample: number, unit: number): number {
  if ('labels' in targets) return Number(targets.labels[sample] === unit);
  return targets.values[sample * targets.width + unit] ?? 0;
}
