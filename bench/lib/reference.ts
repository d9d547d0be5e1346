import type { FloatArray } from '../../dist/backend/backend.js';
import type { Form } from './products.js';

/** C[m,n] = op(A) op(B) by definition, in double precision. */
export function matmul(
  form: Form,
  a: FloatArray,
  b: FloatArray,
  m: number,
  k: number,
  n: number,
): Float64Array {
  const c = new Float64Array(m * n);
  for (let i = 0; i < m; i++) {
    for (let p = 0; p < k; p++) {
      const left = a[form === 'atb' ? p * m + i : i * k + p]!;
      for (let j = 0; j < n; j++) {
        c[i * n + j]! += left * b[form === 'abt' ? j * k + p : p * n + j]!;
      }
    }
  }
  return c;
}

/** A sigmoid layer; weights are [inputs, outputs], row-major. */
export interface ReferenceLayer {
  readonly inputs: number;
  readonly outputs: number;
  readonly weights: Float64Array;
  readonly biases: Float64Array;
}

/** One step of SGD, in place, on the mean quadratic cost ½Σ(a−y)², in double precision. */
export function trainStep(
  layers: readonly ReferenceLayer[],
  x: Float64Array,
  y: Float64Array,
  rate: number,
): void {
  const batch = x.length / layers[0]!.inputs;
  const activations = [x];
  for (const layer of layers) activations.push(forward(layer, activations.at(-1)!, batch));

  let error: Float64Array = activations.at(-1)!.map((a, i) => a - y[i]!);
  for (const [index, { inputs, outputs, weights, biases }] of [...layers.entries()].reverse()) {
    const output = activations[index + 1]!;
    const delta = error.map((e, i) => e * output[i]! * (1 - output[i]!));
    error = matmul('abt', delta, weights, batch, outputs, inputs);
    const slopes = matmul('atb', activations[index]!, delta, inputs, batch, outputs);
    for (const [i, slope] of slopes.entries()) weights[i]! -= (rate / batch) * slope;
    for (const [i, slope] of delta.entries()) biases[i % outputs]! -= (rate / batch) * slope;
  }
}

function forward({ inputs, outputs, weights, biases }: ReferenceLayer, x: Float64Array, batch: number) {
  const z = matmul('ab', x, weights, batch, inputs, outputs);
  return z.map((value, i) => 1 / (1 + Math.exp(-value - biases[i % outputs]!)));
}

/** Throws unless every value is within `tolerance` of the reference. */
export function verify(name: string, actual: FloatArray, expected: Float64Array, tolerance: number): void {
  if (actual.length !== expected.length) {
    throw new Error(`${name}: ${actual.length} values, the reference has ${expected.length}`);
  }
  for (const [i, value] of actual.entries()) {
    if (!(Math.abs(value - expected[i]!) <= tolerance)) {
      throw new Error(
        `${name}: value ${i} is ${value}, the reference ${expected[i]!} (tolerance ${tolerance})`,
      );
    }
  }
}
