import { show } from '../checks.js';
import { ArgumentError, ShapeError } from '../errors.js';
import { shapeText } from '../shape.js';
import { empty, readArray } from './input.js';

/** Classes of points: labels [n], or a model's outputs [n, k], of which the largest counts. */
export function readClasses(value: unknown, name: string, operation: string, count?: number): Uint32Array {
  const { data, shape } = readArray(value, name, operation);
  if (data.length === 0) throw empty(name, operation);
  const [rows = 0, width = 1] = shape;
  if (shape.length > 2 || (count !== undefined && rows !== count)) {
    const points = count === undefined ? 'n' : String(count);
    throw new ShapeError({
      code: 'classes-shape',
      operation,
      actual: `${name} has shape ${shapeText(shape)}`,
      expected: `it must be a class for each of ${points}, or a model's outputs for each`,
      remedy: `pass ${name} of shape [${points}] or [${points}, classes]`,
    });
  }
  return width === 1 ? labels(data, shape.length === 2, name, operation) : largest(data, rows, width);
}

/** A column of a model with one output is 1 above ½. */
function labels(data: Float64Array, isColumn: boolean, name: string, operation: string): Uint32Array {
  const isWhole = data.every((value) => Number.isInteger(value) && value >= 0 && value < MOST);
  if (isWhole) return Uint32Array.from(data);
  if (isColumn && data.every(Number.isFinite)) return Uint32Array.from(data, (value) => Number(value > 0.5));
  const index = data.findIndex((value) => !Number.isInteger(value) || value < 0 || value >= MOST);
  throw new ArgumentError({
    code: 'label',
    operation,
    actual: `${name}[${index}] is ${show(data[index])}`,
    expected: `a class is a whole number from 0 to ${MOST - 1}`,
    remedy: `pass ${name} as class indices, or outputs of shape [n, classes]`,
  });
}

/** More classes than anybody tells apart. */
const MOST = 1000;

function largest(data: Float64Array, rows: number, width: number): Uint32Array {
  return Uint32Array.from({ length: rows }, (_, row) => {
    let best = 0;
    for (let i = 1; i < width; i++) {
      if ((data[row * width + i] ?? 0) > (data[row * width + best] ?? 0)) best = i;
    }
    return best;
  });
}

/** One more than the largest class. */
export function countClasses(...lists: readonly Uint32Array[]): number {
  return lists.reduce((most, list) => list.reduce((max, label) => Math.max(max, label + 1), most), 0);
}

/** Names of classes: those given, or their numbers. */
export function classNames(names: unknown, count: number, operation: string): string[] {
  if (names === undefined) return Array.from({ length: count }, (_, index) => String(index));
  if (Array.isArray(names) && names.length >= count && names.every((one) => typeof one === 'string'))
    return [...names];
  throw new ArgumentError({
    code: 'class-names',
    operation,
    actual: `classes is ${show(names)}`,
    expected: `it must be a list of at least ${count} texts, a name for each class`,
    remedy: "pass classes: ['cat', 'dog'], for example",
  });
}
