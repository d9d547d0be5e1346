import type { ArrayLike, NdArray } from '../../array.js';
import { positiveInteger } from '../../checks.js';
import { ArgumentError } from '../../errors.js';
import { readValues, widthOf } from './values.js';

/**
 * Labels as one-hot vectors: 1 at the index of the class and 0 elsewhere.
 *
 * Losses and metrics take labels as they are; `binaryCrossentropy` and code from elsewhere may need vectors.
 *
 * @param labels whole numbers from 0, shape [n] or [n, 1]
 * @param classes number of classes; the largest label plus 1 by default
 * @returns `{ data, shape: [n, classes] }`
 * @throws ArgumentError for labels that are not whole numbers in 0 … classes - 1
 * @example oneHot([1, 0], 3).data // Float32Array [0, 1, 0, 1, 0, 0]
 */
export function oneHot(labels: ArrayLike, classes?: number): NdArray<Float32Array> {
  const values = readValues(labels, 'labels', 'oneHot');
  const { data, scale = 1 } = values;
  if (widthOf(values) !== 1)
    throw notLabels(`labels has shape [${values.shape.join(', ')}]`, 'it must be [n]');
  let largest = -1;
  for (const label of data) largest = Math.max(largest, label * scale);
  const count = positiveInteger(classes ?? Math.floor(largest) + 1, 'classes', 'oneHot');
  const vectors = new Float32Array(data.length * count);
  data.forEach((stored: number, index: number) => {
    const label = stored * scale;
    if (!Number.isInteger(label) || label < 0 || label >= count) {
      throw notLabels(`labels[${index}] is ${label}`, `it must be a whole number from 0 to ${count - 1}`);
    }
    vectors[index * count + label] = 1;
  });
  return { data: vectors, shape: [data.length, count] };
}

/**
 * The class of each vector: the index of its largest value, the first of several. It converts predictions to labels, too.
 *
 * @param vectors one-hot vectors or probabilities, shape [n, classes]
 * @returns `{ data, shape: [n] }`
 * @throws ArgumentError for a value that is NaN, or vectors without values
 * @example fromOneHot(net.predict(x)).data // Int32Array of classes
 */
export function fromOneHot(vectors: ArrayLike): NdArray<Int32Array> {
  const values = readValues(vectors, 'vectors', 'fromOneHot');
  const width = widthOf(values);
  const samples = values.shape[0] ?? 0;
  if (values.shape.length < 2 || width === 0) {
    throw notVectors(`vectors has shape [${values.shape.join(', ')}]`, 'it must be [n, classes]');
  }
  const labels = Int32Array.from({ length: samples }, (_, sample) => {
    const vector = values.data.subarray(sample * width, (sample + 1) * width);
    const nan = vector.findIndex(Number.isNaN);
    if (nan >= 0) throw notVectors(`vectors[${sample}][${nan}] is NaN`, 'all values must be numbers');
    let best = 0;
    for (let index = 1; index < width; index++) if ((vector[index] ?? 0) > (vector[best] ?? 0)) best = index;
    return best;
  });
  return { data: labels, shape: [samples] };
}

function notLabels(actual: string, expected: string): ArgumentError {
  const remedy = 'pass class labels from 0, and the number of classes as `classes`';
  return new ArgumentError({ code: 'labels', operation: 'oneHot', actual, expected, remedy });
}

function notVectors(actual: string, expected: string): ArgumentError {
  const remedy = 'pass vectors with one value for each class';
  return new ArgumentError({ code: 'vectors', operation: 'fromOneHot', actual, expected, remedy });
}
