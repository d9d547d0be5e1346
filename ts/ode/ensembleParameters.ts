import { number, oneOf, show } from '../checks.js';
import { DTypeError, ShapeError } from '../errors.js';
import type { CompiledSystem, Parameters } from './system/compiledSystem.js';

/** One object for each trajectory, or one for all, whose values may be arrays with one entry for each trajectory. */
export type EnsembleParameters = readonly Parameters[] | Readonly<Record<string, number | ArrayLike<number>>>;

/** The parameters as a matrix, one row for each trajectory; a parameter that is not named keeps the system's value. */
export function parameterRows(
  parameters: EnsembleParameters,
  system: CompiledSystem,
  operation: string,
): { readonly values: Float64Array; readonly count: number } {
  const known = Object.keys(system.parameters);
  const columns = columnsOf(parameters, operation);
  for (const name of columns.keys()) oneOf(name, known, 'parameter', operation);
  const lengths = [...columns.values()].flatMap((column) =>
    typeof column === 'number' ? [] : [column.length],
  );
  const count = lengths[0] ?? 1;
  const different = lengths.find((length) => length !== count);
  if (different !== undefined || count === 0) {
    throw new ShapeError({
      code: 'parameter-count',
      operation,
      actual: `the parameters have ${lengths.join(' and ')} values`,
      expected: 'each needs one value for each trajectory',
      remedy: 'pass arrays of the same length, which is not 0',
    });
  }
  const values = new Float64Array(count * known.length);
  known.forEach((name, index) => {
    const column = columns.get(name) ?? system.parameters[name] ?? NaN;
    for (let row = 0; row < count; row++) {
      const value = typeof column === 'number' ? column : column[row];
      const where = typeof column === 'number' ? name : `${name}[${row}]`;
      values[row * known.length + index] = number(value, where, operation);
    }
  });
  return { values, count };
}

/** Values of one parameter: one for all trajectories, or one for each. */
type Column = number | ArrayLike<number>;

/** Both forms of parameters as columns by name. */
function columnsOf(parameters: unknown, operation: string): ReadonlyMap<string, Column> {
  if (typeof parameters !== 'object' || parameters === null) throw notParameters(parameters, operation);
  if (!Array.isArray(parameters)) {
    const entries = Object.entries(parameters as Record<string, unknown>);
    return new Map(entries.map(([name, value]) => [name, columnOf(value, name, operation)]));
  }
  const rows: readonly unknown[] = parameters;
  const isRow = (row: unknown): row is Parameters => typeof row === 'object' && row !== null;
  const [first] = rows;
  if (!isRow(first)) throw notParameters(first, operation);
  const column = (name: string) =>
    rows.map((row, index) => {
      const value =
        isRow(row) && Object.keys(row).length === Object.keys(first).length ? row[name] : undefined;
      return number(value, `parameters[${index}].${name}`, operation);
    });
  return new Map(Object.keys(first).map((name) => [name, column(name)]));
}

function columnOf(value: unknown, name: string, operation: string): Column {
  if (typeof value === 'number') return value;
  const isArray = Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView));
  if (isArray) return value as ArrayLike<number>;
  throw notParameters(value, operation, name);
}

function notParameters(value: unknown, operation: string, name = 'parameters'): DTypeError {
  return new DTypeError({
    code: 'parameters',
    operation,
    actual: `${name} is ${show(value)}`,
    expected: 'parameters are numbers, or arrays with one number for each trajectory',
    remedy: 'pass { rho: [14, 20, 28] } or [{ rho: 14 }, { rho: 20 }, { rho: 28 }], for example',
  });
}
