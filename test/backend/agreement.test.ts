import { describe, expect, it } from 'vitest';

import type { Backend, FloatArray, ProgramSpec } from '../../dist/backend/backend.js';
import { kernels } from '../../dist/backend/select.js';
import { otherBackends } from '../support/backends.js';
import { expectClose } from '../support/close.js';
import { someDigits } from '../support/digits.js';
import { floats } from '../support/floats.js';
import { tolerances } from '../support/tolerances.js';

const { x, y } = someDigits(500);

describe.each(otherBackends())('$name and the tested backend', (other) => {
  it('draw the same random numbers', () => {
    const draw = (backend: Backend) => {
      const generator = backend.generator(2026, 3);
      return [generator.normal(101, 1, 2), generator.uniform(100, -1, 1), generator.permutation(1000)];
    };
    expect(draw(other)).toEqual(draw(kernels));
  });

  describe.each(['float32', 'float64'] as const)('in %s', (dtype) => {
    it('train to the same weights', () => {
      const weights = trained(other, dtype);
      trained(kernels, dtype).forEach((values, index) => {
        expectClose(weights[index]!, values, tolerances.longTraining[dtype]);
      });
    });

    it('compute the same matrix products', () => {
      const [m, n, k] = [37, 29, 64];
      const a = floats(dtype, m * k, Math.sin);
      const b = floats(dtype, k * n, Math.cos);
      const request = { a, b, m, n, k, transposeA: false, transposeB: true } as const;
      expectClose(other.matmul(request), kernels.matmul(request), tolerances.matmul[dtype] * Math.sqrt(k));
    });
  });
});

/** Weights after three epochs on the digits. */
function trained(backend: Backend, dtype: ProgramSpec['dtype']): FloatArray[] {
  const program = backend.compile({
    dtype,
    batchSize: 10,
    inputShapes: [[64]],
    layers: [
      { op: { kind: 'dense', units: 20, bias: true, activation: 'tanh' }, inputIds: [0] },
      { op: { kind: 'dense', units: 10, bias: true, activation: 'softmax' }, inputIds: [1] },
    ],
    outputs: [2],
    losses: [{ kind: 'categoricalCrossentropy' }],
    optimizer: { kind: 'sgd', momentum: 0.5 },
  });
  const Values = dtype === 'float32' ? Float32Array : Float64Array;
  const generator = backend.generator(1, 0);
  const sizes = [64 * 20, 20, 20 * 10, 10];
  sizes.forEach((count, index) => {
    program.write('parameters', index, new Values(generator.normal(count, 0, 0.1)));
  });
  const data = backend.dataset(
    dtype,
    [{ data: x.data, scale: x.scale ?? 1, features: 64 }],
    [{ labels: Uint32Array.from(y.data) }],
  );
  for (let epoch = 0; epoch < 3; epoch++) {
    const result = program.train(data, generator.permutation(500), new Float64Array(50).fill(0.1));
    expect(result).toMatchObject({ steps: 50, samples: 500, diverged: false });
  }
  return sizes.map((_, index) => program.read('parameters', index));
}
