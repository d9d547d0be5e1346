import type { NdArray } from '../../../array.js';
import { unstandardized } from '../../data/standardize.js';
import type { Notes } from '../../modelFile.js';
import { classesOfOutputs, columnsOf, probabilitiesOf } from '../../modelOutputs.js';

/** Columns of predictions: the class and its probability, or numbers. */
type PredictionColumns = Readonly<Record<string, ArrayLike<number> | readonly string[]>>;

/**
 * The predictions that the outputs of a model mean, one for each sample in each column.
 *
 * @param withAllProbabilities whether there is a column with the probability of each class
 */
export function predictionColumns(
  raw: NdArray,
  notes: Notes | undefined,
  withAllProbabilities: boolean,
): PredictionColumns {
  const outputs = notes?.scalings ? unstandardized(raw, notes.scalings) : raw;
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
    ...(withAllProbabilities &&
      Object.fromEntries(probabilities.map((values, unit) => [`p(${nameOf(unit)})`, values]))),
  };
}
