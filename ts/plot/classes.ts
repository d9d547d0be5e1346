import { show } from '../checks.js';
import { ArgumentError, ShapeError } from '../errors.js';
import { shapeText } from '../shape.js';
import { empty, readArray } from './input.js';

/** Reads the classes of points: labels [n], or a model's outputs [n, k], where the class is the index of the largest. */
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

/** Classes from labels. A column [n, 1] may be a model's only output instead, which means class 1 above ½. */
function labels(data: Float64Array, isColumn: boolean, name: string, operation: string): Uint32Array {
  const isWhole = data.every((value) => Number.isInteger(value) && value >= 0 && value < MOST_CLASSES);
  if (isWhole) return Uint32Array.from(data);
  if (isColumn && data.every(Number.isFinite)) return Uint32Array.from(data, (value) => Number(value > 0.5));
  const index = data.findIndex((value) => !Number.isInteger(value) || value < 0 || value >= MOST_CLASSES);
  throw new ArgumentError({
    code: 'label',
    operation,
    actual: `${name}[${index}] is ${show(data[index])}`,
    expected: `a class is a whole number from 0 to ${MOST_CLASSES - 1}`,
    remedy: `pass ${name} as class indices, or outputs of shape [n, classes]`,
  });
}

/** Greater labels are refused: they are hardly classes, and no picture could show so many. */
const MOST_CLASSES = 1000;

/** Index of the largest output of each row. */
function largest(data: Float64Array, rows: number, width: number): Uint32Array {
  return Uint32Array.from({ length: rows }, (_, row) => {
    let best = 0;
    for (let i = 1; i < width; i++) {
      if ((data[row * width + i] ?? 0) > (data[row * width + best] ?? 0)) best = i;
    }
    return best;
  });
}

/** Number of classes: one more than the largest label. */
export function countClasses(...lists: readonly Uint32Array[]): number {
  return lists.reduce((most, list) => list.reduce((max, label) => Math.max(max, label + 1), most), 0);
}

/** Reads the names of classes; by default their numbers. */
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
