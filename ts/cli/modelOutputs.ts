import type { NdArray } from '../array.js';
import { sizeOf } from '../shape.js';

/** Probabilities, one list for each class. A single output is the probability of the second of two classes. */
export function probabilitiesOf(outputs: NdArray): readonly Float64Array[] {
  const columns = columnsOf(outputs);
  const [only] = columns;
  return only && columns.length === 1 ? [only.map((value) => 1 - value), only] : columns;
}

/** The most probable class of each sample. */
export function classesOfOutputs(outputs: NdArray): Int32Array {
  const probabilities = probabilitiesOf(outputs);
  return Int32Array.from({ length: outputs.shape[0] ?? 0 }, (_, sample) => {
    let best = 0;
    probabilities.forEach((values, unit) => {
      if ((values[sample] ?? NaN) > (probabilities[best]?.[sample] ?? NaN)) best = unit;
    });
    return best;
  });
}

/** Outputs [n, units] as one list of values for each unit. */
export function columnsOf({ data, shape }: NdArray): readonly Float64Array[] {
  const [count = 0, ...sample] = shape;
  const units = sizeOf(sample);
  return Array.from({ length: units }, (_, unit) =>
    Float64Array.from({ length: count }, (_, row) => data[row * units + unit] ?? NaN),
  );
}
