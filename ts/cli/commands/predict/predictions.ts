import type { NdArray } from '../../../array.js';
import { restored } from '../../data/standardize.js';
import type { Notes } from '../../modelFile.js';
import { classesOfOutputs, columnsOf, probabilitiesOf } from '../../modelOutputs.js';

/** Columns of answers: the class and its probability, or the values. */
export type Answers = Readonly<Record<string, ArrayLike<number> | readonly string[]>>;

/**
 * What the outputs of a model mean, one entry a sample in each column.
 *
 * @param all whether the probabilities of all classes are wanted
 */
export function answers(raw: NdArray, notes: Notes | undefined, all: boolean): Answers {
  const outputs = notes?.scalings ? restored(raw, notes.scalings) : raw;
  const columns = columnsOf(outputs);
  const kind = notes?.task.kind ?? (columns.length > 1 ? 'classes' : 'values');
  const names = notes?.task.names ?? [];
  if (kind === 'values') {
    const nameOf = (unit: number) => names[unit] ?? (columns.length > 1 ? `y${unit}` : 'y');
    return Object.fromEntries(columns.map((values, unit) => [nameOf(unit), values]));
  }
  const nameOf = (unit: number) => names[unit] ?? String(unit);
  const probabilities = probabilitiesOf(outputs);
  const best = classesOfOutputs(outputs);
  return {
    class: Array.from(best, nameOf),
    probability: Float64Array.from(best, (unit, sample) => probabilities[unit]?.[sample] ?? NaN),
    ...(all && Object.fromEntries(probabilities.map((values, unit) => [`p(${nameOf(unit)})`, values]))),
  };
}
