import type { ArrayLike, ScaledArray, TypedArray } from '../../array.js';
import { flatten } from '../../convert/flatten.js';
import { ShapeError } from '../../errors.js';
import { zerosLike, widthOf } from './values.js';

/** A sample changed by the function of `map`; without `y` the target stays. */
export interface MappedSample {
  readonly x: ArrayLike | number;
  readonly y?: ArrayLike | number | undefined;
}

interface Arrays {
  readonly x: ScaledArray;
  readonly y: ScaledArray | undefined;
}

/** One sample, as a view. */
export function sampleAt(values: ScaledArray, index: number): ScaledArray {
  const width = widthOf(values);
  return {
    ...values,
    data: values.data.subarray(index * width, (index + 1) * width),
    shape: values.shape.slice(1),
  };
}

/** Calls a function for each sample and stacks the results. */
export function mapSamples(
  { x, y }: Arrays,
  change: (sample: { x: ScaledArray; y: ScaledArray | undefined; index: number }) => MappedSample,
): Arrays {
  const samples = x.shape[0] ?? 0;
  const newX = new SampleStack('x', samples);
  const newY = new SampleStack('y', samples);
  for (let index = 0; index < samples; index++) {
    const target = y && sampleAt(y, index);
    const changed = change({ x: sampleAt(x, index), y: target, index });
    newX.add(changed.x, index);
    const newTarget = changed.y ?? target;
    if (newTarget !== undefined) newY.add(newTarget, index);
  }
  return { x: newX.toArray() ?? x, y: newY.toArray() ?? y };
}

/** Samples of one shape as one array [count, …], in the element type and scale of the first. */
class SampleStack {
  #data: TypedArray | undefined;
  #shape: readonly number[] = [];
  #scale = 1;

  constructor(
    private readonly name: string,
    private readonly count: number,
  ) {}

  add(value: ArrayLike | number, index: number): void {
    const flat =
      typeof value === 'number'
        ? { data: Float64Array.of(value), shape: [], scale: 1 }
        : flatten(value, this.name, 'map');
    const { data, shape = [data.length], scale } = flat;
    if (!this.#data) {
      this.#data = zerosLike(data, data.length * this.count);
      this.#shape = shape;
      this.#scale = scale;
    }
    if (shape.length !== this.#shape.length || shape.some((size, axis) => size !== this.#shape[axis])) {
      throw otherShape(this.name, index, shape, this.#shape);
    }
    this.#data.set(data, index * data.length);
  }

  toArray(): ScaledArray | undefined {
    if (!this.#data) return undefined;
    const array = { data: this.#data, shape: [this.count, ...this.#shape] };
    return this.#scale === 1 ? array : { ...array, scale: this.#scale };
  }
}

function otherShape(
  name: string,
  index: number,
  shape: readonly number[],
  first: readonly number[],
): ShapeError {
  return new ShapeError({
    code: 'sample-shape',
    operation: 'map',
    actual: `${name} of sample ${index} has shape [${shape.join(', ')}]`,
    expected: `that of sample 0 has shape [${first.join(', ')}]`,
    remedy: 'return arrays of one shape for all samples',
  });
}
