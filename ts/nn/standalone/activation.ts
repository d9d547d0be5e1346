import type { ArrayLike, DType, NdArray } from '../../array.js';
import type { FloatArray, Program } from '../../backend/backend.js';
import { kernels } from '../../backend/select.js';
import { flatten, type FlatArray } from '../../convert/flatten.js';
import { toFloats } from '../../convert/floats.js';
import { ArgumentError } from '../../errors.js';
import type { Activation } from '../activations/activation.js';

/** The activation of every value, in x's shape; activations of rows act along the last axis. */
export function evaluateActivation(activation: Activation, x: ArrayLike): NdArray<FloatArray> {
  const { data, shape } = run(activation, x, 'evaluate', (program, samples) => program.predict(samples));
  return { data, shape };
}

/** ∂a/∂z at every value, in x's shape. */
export function activationDerivative(activation: Activation, x: ArrayLike): NdArray<FloatArray> {
  if (activation.isRowwise) {
    throw new ArgumentError({
      code: 'no-derivative',
      operation: 'derivative',
      actual: `every output of ${activation.name} depends on all values of its row`,
      expected: 'the derivative of a single value is asked for',
      remedy: `apply backward of layers.activation('${activation.name}') to a gradient`,
    });
  }
  return run(activation, x, 'derivative', (program, samples, ones) => {
    const order = new Uint32Array(1);
    program.forward(samples, order, false);
    program.backward(samples, order, ones, false);
    return program.inputGradient(0, 1);
  });
}

/** Runs a program of this one layer, with the whole array as its only sample. */
function run(
  activation: Activation,
  x: ArrayLike,
  operation: string,
  compute: (program: Program, samples: ReturnType<typeof kernels.dataset>, ones: FloatArray) => FloatArray,
): NdArray<FloatArray> {
  const flat = flatten(x, 'x', operation);
  const dtype: DType = flat.data instanceof Float32Array ? 'float32' : 'float64';
  const shape = flat.shape ?? [flat.data.length];
  const data = toFloats(flat.data, flat.scale, dtype);
  const features = data.length;
  if (features === 0) return { data: data.slice(), shape };
  const program = kernels.compile({
    dtype,
    batchSize: 1,
    inputShapes: [[features]],
    layers: [{ op: { kind: 'activation', ...activation.op, features: featuresOf(flat) }, inputIds: [0] }],
    outputs: [1],
    inputGradients: true,
  });
  const samples = kernels.dataset(dtype, [{ data, scale: 1, features }]);
  try {
    return { data: compute(program, samples, data.slice().fill(1)), shape };
  } finally {
    samples.free();
    program.free();
  }
}

/** Length of the last axis. */
function featuresOf({ data, shape }: FlatArray): number {
  return shape?.at(-1) ?? data.length;
}
