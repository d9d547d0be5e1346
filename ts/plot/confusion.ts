import { checkOptions } from '../checks.js';
import { ArgumentError, ShapeError } from '../errors.js';
import { shapeText } from '../shape.js';
import { classNames, countClasses, readClasses } from './classes.js';
import { readArray } from './input.js';

/** A confusion matrix. */
export interface Confusion {
  /** Number of samples of each true class (rows) for each predicted class (columns), row by row. */
  readonly counts: Float64Array;
  readonly names: readonly string[];
  /** Share of the samples on the diagonal, which were predicted correctly. */
  readonly accuracy: number;
}

/**
 * Reads the arguments of a function that shows a confusion matrix: a matrix, or true and predicted classes, and then
 * options.
 *
 * @param known names of the options
 */
export function readConfusionArguments(
  [first, second, third]: readonly [unknown, unknown, unknown],
  known: readonly string[],
  operation: string,
): { confusion: Confusion; options: object } {
  const isPair = second !== undefined && !isOptions(second);
  const options = ((isPair ? third : second) ?? {}) as { readonly classes?: unknown };
  checkOptions(options, known, operation);
  const predicted = isPair ? second : undefined;
  return { confusion: readConfusion(first, predicted, options.classes, operation), options };
}

/** Reads a matrix, or counts it from true and predicted classes. */
function readConfusion(first: unknown, second: unknown, classes: unknown, operation: string): Confusion {
  const { counts, size } =
    second === undefined ? readMatrix(first, operation) : count(first, second, classes, operation);
  const names = classNames(classes, size, operation).slice(0, size);
  let [right, all] = [0, 0];
  counts.forEach((value, index) => {
    all += value;
    if (index % (size + 1) === 0) right += value;
  });
  return { counts, names, accuracy: all > 0 ? right / all : NaN };
}

function readMatrix(value: unknown, operation: string): { counts: Float64Array; size: number } {
  const { data: counts, shape } = readArray(value, 'matrix', operation);
  const [size = 0, columns] = shape;
  if (shape.length !== 2 || size !== columns || size === 0) {
    throw new ShapeError({
      code: 'matrix',
      operation,
      actual: `matrix has shape ${shapeText(shape)}`,
      expected: 'it must be square, [classes, classes]',
      remedy: 'pass such counts, or true and predicted classes',
    });
  }
  const bad = counts.findIndex((one) => !(one >= 0 && Number.isFinite(one)));
  if (bad < 0) return { counts, size };
  throw new ArgumentError({
    code: 'count',
    operation,
    actual: `matrix[${Math.floor(bad / size)}][${bad % size}] is ${counts[bad]}`,
    expected: 'counts are finite and not negative',
    remedy: "pass what metrics.compute('confusionMatrix', …) returns",
  });
}

function count(first: unknown, second: unknown, classes: unknown, operation: string) {
  const truth = readClasses(first, 'truth', operation);
  const predicted = readClasses(second, 'predicted', operation, truth.length);
  const named = Array.isArray(classes) ? classes.length : 0;
  const size = Math.max(2, named, countClasses(truth, predicted));
  const counts = new Float64Array(size * size);
  truth.forEach((row, index) => {
    const cell = row * size + (predicted[index] ?? 0);
    counts[cell] = (counts[cell] ?? 0) + 1;
  });
  return { counts, size };
}

/** Whether an argument is an object of options and not an array. */
function isOptions(value: unknown): boolean {
  const isObject = typeof value === 'object' && value !== null;
  return isObject && !Array.isArray(value) && !ArrayBuffer.isView(value) && !('data' in value);
}
