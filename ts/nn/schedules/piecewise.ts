import { checkOptions, integer, number, show } from '../../checks.js';
import { ArgumentError } from '../../errors.js';
import { configOf } from '../registry.js';
import { type Per, readPer, Schedule } from './schedule.js';

export interface PiecewiseOptions {
  /** Increasing counts of steps or epochs; each is the last count with the rate before it. */
  readonly boundaries: readonly number[];
  /** The rates between the boundaries, one more than there are boundaries. */
  readonly values: readonly number[];
  /** Whether boundaries count steps or epochs; `step` by default. */
  readonly per?: Per | undefined;
}

/**
 * A constant rate between two boundaries: `values[i]` for the first i with count ≤ `boundaries[i]`, else the last
 * value. Keras' PiecewiseConstantDecay.
 *
 * @throws ArgumentError for boundaries that do not increase, rates below 0, or unless there is one rate more than
 *   boundaries
 * @example schedules.piecewise({ boundaries: [20, 40], values: [0.1, 0.01, 0.001], per: 'epoch' })
 */
export function piecewise(options: PiecewiseOptions): Schedule {
  checkOptions(options, ['boundaries', 'values', 'per'], 'piecewise');
  const boundaries = list(options.boundaries, 'boundaries').map((boundary, index, all) => {
    const previous = index > 0 ? all[index - 1] : -1;
    return integer(boundary, `boundaries[${index}]`, 'piecewise', Number(previous) + 1);
  });
  const values = list(options.values, 'values').map((value, index) =>
    number(value, `values[${index}]`, 'piecewise', { lowest: 0 }),
  );
  if (values.length !== boundaries.length + 1) throw misfit(values.length, boundaries.length);
  const per = readPer(options.per ?? 'step', 'piecewise');
  return new Schedule(configOf('piecewise', { boundaries, values, per }), per, (count) => {
    const index = boundaries.findIndex((boundary) => count <= boundary);
    return values.at(index) ?? 0;
  });
}

function list(value: unknown, name: string): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw new ArgumentError({
    code: 'not-a-list',
    operation: 'piecewise',
    actual: `${name} is ${show(value)}`,
    expected: 'it must be an array of numbers',
    remedy: 'pass boundaries: [20], values: [0.1, 0.01], for example',
  });
}

function misfit(values: number, boundaries: number): ArgumentError {
  return new ArgumentError({
    code: 'value-count',
    operation: 'piecewise',
    actual: `there are ${values} values and ${boundaries} boundaries`,
    expected: 'there must be one value more than boundaries',
    remedy: 'pass one value for each interval before, between and after the boundaries',
  });
}
