import type { ArrayLike, NdArray } from '../../array.js';
import { positiveInteger } from '../../checks.js';
import { ArgumentError } from '../../errors.js';
import { readValues, widthOf } from './values.js';

/**
 * Labels as vectors with a 1 at the class and 0 elsewhere.
 *
 * Losses and metrics take labels as they are; vectors are for printing, for `binaryCrossentropy`, and for code that
 * wants them.
 *
 * @param labels whole numbers from 0, shape [n] or [n, 1].
 * @param classes number of classes; by default the largest label plus 1.
 * @returns `{ data, shape: [n, classes] }`
 * @throws ArgumentError for labels that are no classes
 * @example oneHot([1, 0], 3).data // Float32Array [0, 1, 0, 1, 0, 0]
 */
export function oneHot(labels: ArrayLike, classes?: number): NdArray<Float32Array> {
  const values = readValues(labels, 'labels', 'oneHot');
  const { data, scale = 1 } = values;
  if (widthOf(values) !== 1)
    throw notLabels(`labels has shape [${values.shape.join(', ')}]`, 'shape [n] is needed');
  let largest = -1;
  for (const label of data) largest = Math.max(largest, label * scale);
  const count = positiveInteger(classes ?? Math.floor(largest) + 1, 'classes', 'oneHot');
  const vectors = new Float32Array(data.length * count);
  data.forEach((stored: number, index: number) => {
    const label = stored * scale;
    if (!Number.isInteger(label) || label < 0 || label >= count) {
      throw notLabels(`labels[${index}] is ${label}`, `labels are whole numbers from 0 to ${count - 1}`);
    }
    vectors[index * count + label] = 1;
  });
  return { data: vectors, shape: [data.length, count] };
}

/**
 * The class of each vector: where its largest value is, the first of several. So predictions become labels, too.
 *
 * @param vectors shape [n, classes].
 * @returns `{ data, shape: [n] }`
 * @throws ArgumentError for a value that is NaN, or vectors without values
 * @example fromOneHot(net.predict(x)).data // Int32Array of classes
 */
export function fromOneHot(vectors: ArrayLike): NdArray<Int32Array> {
  const values = readValues(vectors, 'vectors', 'fromOneHot');
  const width = widthOf(values);
  const samples = values.shape[0] ?? 0;
  if (values.shape.length < 2 || width === 0) {
    throw notVectors(`vectors has shape [${values.shape.join(', ')}]`, 'shape [n, classes] is needed');
  }
  const labels = Int32Array.from({ length: samples }, (_, sample) => {
    const vector = values.data.subarray(sample * width, (sample + 1) * width);
    const unknown = vector.findIndex(Number.isNaN);
    if (unknown >= 0) throw notVectors(`vectors[${sample}][${unknown}] is NaN`, 'its class is not known');
    let best = 0;
    for (let index = 1; index < width; index++) if ((vector[index] ?? 0) > (vector[best] ?? 0)) best = index;
    return best;
  });
  return { data: labels, shape: [samples] };
}

function notLabels(actual: string, expected: string): ArgumentError {
  const remedy = 'pass class labels, and as many `classes` as there are';
  return new ArgumentError({ code: 'labels', operation: 'oneHot', actual, expected, remedy });
}

function notVectors(actual: string, expected: string): ArgumentError {
  const remedy = 'pass vectors of one value for each class';
  return new ArgumentError({ code: 'vectors', operation: 'fromOneHot', actual, expected, remedy });
}
