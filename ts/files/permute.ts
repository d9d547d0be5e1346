import type { Shape } from '../shape.js';
import type { FileData } from './elements.js';

/**
 * Row-major values with their axes in another order: axis i of the result is axis `axes[i]` of the array, as in
 * `numpy.transpose(array, axes)`.
 *
 *     for each index of all result axes but the last:
 *       copy the values of the last axis, `innerStep` elements apart
 *       advance the index like an odometer, and `from` by the steps of the axes that changed
 */
export function permute<Data extends FileData>(data: Data, shape: Shape, axes: readonly number[]): Data {
  const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((product, size) => product * size, 1));
  const sizes = axes.map((axis) => shape[axis] ?? 1);
  const steps = axes.map((axis) => strides[axis] ?? 0);
  const result = data.slice();
  // BigInts are copied like numbers, but no TypeScript type covers arrays of both.
  const [source, target] = [data, result] as unknown as [Float64Array, Float64Array];
  const inner = axes.length - 1;
  const innerSize = sizes[inner] ?? 1;
  const innerStep = steps[inner] ?? 1;
  const index = sizes.map(() => 0);
  let from = 0;
  for (let to = 0; to < result.length; to += innerSize) {
    for (let i = 0; i < innerSize; i++) target[to + i] = source[from + i * innerStep] ?? 0;
    for (let axis = inner - 1; axis >= 0; axis--) {
      const next = (index[axis] ?? 0) + 1;
      from += steps[axis] ?? 0;
      if (next < (sizes[axis] ?? 1)) {
        index[axis] = next;
        break;
      }
      from -= next * (steps[axis] ?? 0);
      index[axis] = 0;
    }
  }
  return result as Data;
}
