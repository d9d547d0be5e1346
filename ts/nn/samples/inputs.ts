import type { DType } from '../../array.js';
import type { Inputs } from '../../backend/backend.js';
import { flatten } from '../../convert/flatten.js';
import { toFloats } from '../../convert/floats.js';
import { ArgumentError, ShapeError } from '../../errors.js';
import { type Shape, shapeText, sizeOf } from '../../shape.js';
import type { Plan, InputSpec } from '../compile/plan.js';
import { readEach } from './each.js';

/** Samples in the form that is passed to the kernels, with the shape that the user passed, for messages. */
export interface Samples extends Inputs {
  readonly shape: Shape;
  readonly length: number;
  /** Index of the first sample in the array that the user passed. */
  readonly first: number;
}

/** Reads the samples of all inputs of a model, and checks that each input has the same number of them. */
export function readInputs(
  x: unknown,
  name: string,
  plan: Plan,
  dtype: DType,
  operation: string,
): readonly Samples[] {
  const all = readEach(x, name, plan.inputs, 'input', operation).map(({ value, name }, index) =>
    readInput(value, name, plan, index, dtype, operation),
  );
  const [{ length } = { length: 0 }] = all;
  const other = all.findIndex((samples) => samples.length !== length);
  if (other < 0) return all;
  throw new ShapeError({
    code: 'length-mismatch',
    operation,
    actual: `input '${plan.inputs[other]?.name ?? ''}' has ${all[other]?.length ?? 0} samples`,
    expected: `input '${plan.inputs[0]?.name ?? ''}' has ${length}`,
    remedy: 'pass the same number of samples to each input',
  });
}

/** Reads the samples of one input: of any shape that has the input's number of features. */
function readInput(
  x: unknown,
  name: string,
  plan: Plan,
  index: number,
  dtype: DType,
  operation: string,
): Samples {
  const flat = flatten(x, name, operation);
  const input = plan.inputs[index] ?? { name: 'input', shape: [] };
  const features = sizeOf(input.shape);
  const shape = flat.shape ?? impliedShape(flat.data.length, name, input, operation);
  if (flat.data.length === 0) throw empty(name, shape, operation);
  const [length = 1, ...sample] = shape;
  if (shape.length === 0 || sizeOf(sample) !== features) {
    throw featureMisfit(input, readerOf(plan, index), sizeOf(sample), shape);
  }
  const isBytes = flat.data instanceof Uint8Array || flat.data instanceof Uint8ClampedArray;
  return {
    data: isBytes ? bytes(flat.data) : toFloats(flat.data, flat.scale, dtype),
    scale: isBytes ? flat.scale : 1,
    features,
    shape,
    length,
    first: 0,
  };
}

/** The shape that a typed array without a shape must have: whole samples, one after the other. */
function impliedShape(size: number, name: string, { shape }: InputSpec, operation: string): Shape {
  const features = sizeOf(shape);
  if (size % features === 0) return [size / features, ...shape];
  throw new ShapeError({
    code: 'feature-count',
    operation,
    actual: `${name} has ${size} values`,
    expected: `each sample has ${features} features`,
    remedy: `pass whole samples, or { data, shape: [n, ${shape.join(', ')}] }`,
  });
}

/** The kind of the first layer that reads an input. */
function readerOf(plan: Plan, input: number): string {
  return plan.layers.find(({ inputIds }) => inputIds.includes(input))?.layer.kind ?? 'model';
}

/** The error for samples with another number of features than the model's input. */
function featureMisfit(input: InputSpec, reader: string, features: number, shape: Shape): ShapeError {
  return new ShapeError({
    code: 'feature-count',
    operation: reader,
    actual: `input has ${features} features`,
    expected: `the layer was built for ${sizeOf(input.shape)} (input shape ${shapeText(shape)})`,
    remedy: `reshape the input to [n, ${input.shape.join(', ')}]`,
  });
}

function bytes(data: Uint8Array | Uint8ClampedArray): Uint8Array {
  const { buffer, byteOffset, length } = data;
  if (!(buffer instanceof ArrayBuffer)) return new Uint8Array(data);
  return data.constructor === Uint8Array ? data : new Uint8Array(buffer, byteOffset, length);
}

function empty(name: string, shape: Shape, operation: string): ArgumentError {
  return new ArgumentError({
    code: 'empty-data',
    operation,
    actual: `${name} is empty (shape ${shapeText(shape)})`,
    expected: 'at least one sample is needed',
    remedy: `pass ${name} with at least one sample`,
  });
}

/** The samples from index `start` to before `end`, without copying. */
export function sliceInputs(samples: Samples, start: number, end: number): Samples {
  const { data, scale, features, shape } = samples;
  const length = end - start;
  return {
    data: data.subarray(start * features, end * features),
    scale,
    features,
    shape: [length, ...shape.slice(1)],
    length,
    first: samples.first + start,
  };
}

/**
 * The error for the first value that is NaN or infinite.
 *
 * @param index of the value in the flat array of this shape
 */
export function nonFinite(
  name: string,
  shape: Shape,
  index: number,
  value: number,
  operation: string,
): ArgumentError {
  return new ArgumentError({
    code: 'non-finite',
    operation,
    actual: `${name}${indexText(shape, index)} is ${value}`,
    expected: 'every value must be finite',
    remedy: 'remove or replace such values, and scale values that are too large for the element type',
  });
}

/** The index of a value in a flat array as indices along the axes of a shape, such as `[3][17]`. */
export function indexText(shape: Shape, index: number): string {
  const indices: number[] = [];
  let rest = index;
  for (let axis = shape.length - 1; axis > 0; axis--) {
    const size = shape[axis] ?? 1;
    indices.unshift(rest % size);
    rest = Math.floor(rest / size);
  }
  return [rest, ...indices].map((one) => `[${one}]`).join('');
}
