import { show } from '../checks.js';
import { ArgumentError, DTypeError, ShapeError } from '../errors.js';
import { type Shape, shapeText, sizeOf } from '../shape.js';

/** Largest number of dimensions: deeper nesting is a cycle or a mistake. */
const MAX_DEPTH = 32;

/** Flattens nested arrays of numbers, with the shape that the first entry of each level has. */
export function flattenNested(
  value: readonly unknown[],
  name: string,
  operation: string,
): { readonly data: Float64Array; readonly shape: Shape } {
  const shape = nestedShape(value, name, operation);
  const data = allocate(shape, name, operation);
  const index: number[] = [];
  let filled = 0;
  /** The array that is being read, as messages name it. */
  const path = () => name + index.map((i) => `[${i}]`).join('');

  const fill = (level: unknown, depth: number): void => {
    const size = shape[depth] ?? 0;
    if (!Array.isArray(level) || level.length !== size) {
      throw ragged(path(), level, shape, size, operation);
    }
    const isInnermost = depth === shape.length - 1;
    for (let i = 0; i < size; i++) {
      const entry: unknown = level[i];
      index[depth] = i;
      if (!isInnermost) fill(entry, depth + 1);
      else if (typeof entry === 'number') data[filled++] = entry;
      else throw notANumber(path(), entry, operation);
    }
    index.length = depth;
  };
  fill(value, 0);
  return { data, shape };
}

function nestedShape(value: readonly unknown[], name: string, operation: string): Shape {
  const shape: number[] = [];
  for (let level: unknown = value; Array.isArray(level); level = level[0]) {
    shape.push(level.length);
    if (shape.length <= MAX_DEPTH) continue;
    throw new ShapeError({
      code: 'nesting',
      operation,
      actual: `${name} is nested more than ${MAX_DEPTH} deep`,
      expected: `an array has at most ${MAX_DEPTH} dimensions`,
      remedy: 'look for an array that contains itself',
    });
  }
  return shape;
}

/** Fails where memory is too small: nested arrays that share one inner array can have any size. */
function allocate(shape: Shape, name: string, operation: string): Float64Array {
  try {
    return new Float64Array(sizeOf(shape));
  } catch (cause) {
    const details = {
      code: 'too-large',
      operation,
      actual: `${name} has shape ${shapeText(shape)}`,
      expected: 'its values must fit into memory',
      remedy: 'pass fewer samples at once',
    };
    throw new ArgumentError(details, { cause });
  }
}

function ragged(path: string, level: unknown, shape: Shape, size: number, operation: string) {
  return new ShapeError({
    code: 'ragged',
    operation,
    actual: `${path} is ${show(level)}`,
    expected: `the first entries make the shape ${shapeText(shape)}, so it must be an array of length ${size}`,
    remedy: 'make all nested arrays of one level equally long',
  });
}

function notANumber(path: string, value: unknown, operation: string) {
  return new DTypeError({
    code: 'not-a-number',
    operation,
    actual: `${path} is ${show(value)}`,
    expected: 'it must be a number',
    remedy: 'make all nested arrays equally deep and convert their values with Number',
  });
}
