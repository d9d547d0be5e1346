import { readFile } from '#platform/files.js';

import type { NdArray, ScaledArray, TypedArray } from '../../array.js';
import { DataError } from '../../errors.js';
import { decodeNpz, type ReadArray } from '../../files/index.js';
import { type DataSet, numberedClasses, type Task } from './dataset.js';

/** Names that the arrays of data sets usually have, the preferred ones first. */
const roles = {
  x: ['x_train', 'xtrain', 'train_x', 'x', 'inputs', 'images'],
  y: ['y_train', 'ytrain', 'train_y', 'y', 'targets', 'labels'],
  xTest: ['x_test', 'xtest', 'test_x'],
  yTest: ['y_test', 'ytest', 'test_y'],
} as const;

type Arrays = ReadonlyMap<string, ReadArray>;

/**
 * Loads a data set from an .npz archive with `x` and `y`, or with `x_train`, `y_train`, `x_test` and `y_test` as Keras
 * has them. An integer y are classes, a floating-point y are values.
 *
 * @throws DataError for a damaged archive, or one without these arrays
 */
export async function npzDataSet(path: string, command: string): Promise<DataSet> {
  const arrays = await readArrays(path, command);
  const y = required(arrays, 'y', path, command);
  const [xTest, yTest] = [find(arrays, 'xTest'), find(arrays, 'yTest')];
  return {
    name: path,
    train: { x: inputs(required(arrays, 'x', path, command)), y: targets(y) },
    ...(xTest && yTest && { test: { x: inputs(xTest), y: targets(yTest) } }),
    task: taskOf(y),
  };
}

/** Loads the inputs alone. */
export async function npzInputs(path: string, command: string): Promise<ScaledArray> {
  const arrays = await readArrays(path, command);
  return inputs(find(arrays, 'xTest') ?? required(arrays, 'x', path, command));
}

async function readArrays(path: string, command: string): Promise<Arrays> {
  return decodeNpz(await readFile(path, command), {}, { operation: command, name: path });
}

function find(arrays: Arrays, role: keyof typeof roles): ReadArray | undefined {
  const byName = new Map([...arrays].map(([name, array]) => [name.toLowerCase(), array]));
  return roles[role].map((name) => byName.get(name)).find((array) => array !== undefined);
}

function required(arrays: Arrays, role: keyof typeof roles, path: string, command: string): ReadArray {
  const found = find(arrays, role);
  if (found) return found;
  throw new DataError({
    code: 'npz-arrays',
    operation: command,
    actual: `${path} has the arrays ${[...arrays.keys()].join(', ')}`,
    expected: `none of them is one of ${roles[role].join(', ')}`,
    remedy: `name the ${role.startsWith('x') ? 'inputs x and' : ''} targets y in numpy.savez`,
  });
}

/** Inputs; the bytes of images are scaled to values from 0 to 1. */
function inputs(array: ReadArray): ScaledArray {
  const isImage = array.dtype === 'uint8' && array.shape.length > 2;
  return { ...targets(array), ...(isImage && { scale: 1 / 255 }) };
}

function targets({ data, shape }: ReadArray): NdArray {
  const isInt64 = data instanceof BigInt64Array || data instanceof BigUint64Array;
  const values: TypedArray = isInt64 ? Float64Array.from(data, Number) : data;
  return { data: values, shape };
}

function taskOf(y: ReadArray): Task {
  const { data, shape } = targets(y);
  const columns = shape.slice(1).reduce((product, size) => product * size, 1);
  const isClass = columns === 1 && /int|bool/.test(y.dtype);
  if (isClass) return numberedClasses(1 + largest(data));
  return {
    kind: 'values',
    names: Array.from({ length: columns }, (_, index) => (columns > 1 ? `y${index}` : 'y')),
  };
}

function largest(values: TypedArray): number {
  let most = 0;
  for (const value of values) most = Math.max(most, value);
  return most;
}
