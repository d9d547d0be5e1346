import type { NdArray } from '../../array.js';
import { restored } from '../data/standardize.js';
import type { Notes } from '../model-file.js';

/** Columns of answers: the class and its probability, or the values. */
export type Answers = Readonly<Record<string, ArrayLike<number> | readonly string[]>>;

/** What the outputs of a model mean, one entry a sample in each column. */
export function answers(outputs: NdArray, notes: Notes | undefined, all: boolean): Answers {
  const { data, shape } = notes?.scalings ? restored(outputs, notes.scalings) : outputs;
  const count = shape[0] ?? 0;
  const units = shape.slice(1).reduce((product, size) => product * size, 1);
  const column = (unit: number) =>
    Float64Array.from({ length: count }, (_, sample) => data[sample * units + unit] ?? NaN);
  const task =
    notes?.task ??
    (units > 1 ? { kind: 'classes' as const, names: [] } : { kind: 'values' as const, names: [] });
  const nameOf = (unit: number) =>
    task.names[unit] ?? (task.kind === 'classes' ? String(unit) : `y${units > 1 ? unit : ''}`);
  if (task.kind === 'values')
    return Object.fromEntries(Array.from({ length: units }, (_, unit) => [nameOf(unit), column(unit)]));

  // A single output is the probability of the second of two classes.
  const probabilities =
    units > 1 ? Array.from({ length: units }, (_, unit) => column(unit)) : pairOf(column(0));
  const best = Array.from({ length: count }, (_, sample) =>
    largest(probabilities.map((values) => values[sample] ?? NaN)),
  );
  return {
    class: best.map(nameOf),
    probability: Float64Array.from(best, (unit, sample) => probabilities[unit]?.[sample] ?? NaN),
    ...(all && Object.fromEntries(probabilities.map((values, unit) => [`p(${nameOf(unit)})`, values]))),
  };
}

function pairOf(second: Float64Array): readonly Float64Array[] {
  return [second.map((value) => 1 - value), second];
}

/** Index of the largest; the first of equal ones. */
function largest(values: readonly number[]): number {
  let best = 0;
  for (const [index, value] of values.entries()) if (value > (values[best] ?? NaN)) best = index;
  return best;
}
