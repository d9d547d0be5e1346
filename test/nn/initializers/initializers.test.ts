import {
  ArgumentError,
  DTypeError,
  type InitializerLike,
  initializers,
  layers,
  sequential,
  ShapeError,
} from 'ferrograd';
import { describe, expect, it } from 'vitest';

import { expectClose } from '../../support/close.js';
import { expectError } from '../../support/errors.js';

const [FAN_IN, FAN_OUT] = [200, 100];

function kernel(initializer: InitializerLike | undefined, seed = 1): number[] {
  const net = sequential({ inputShape: [FAN_IN], dtype: 'float64', seed }, [
    layers.dense(FAN_OUT, { kernelInitializer: initializer }),
  ]);
  return [...net.getWeights()[0]!.data];
}

function moments(values: number[]) {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return { mean, deviation: Math.sqrt(variance), largest: Math.max(...values.map(Math.abs)) };
}

const average = (FAN_IN + FAN_OUT) / 2;

describe.each([
  ['randomNormal', 0.05, Infinity],
  ['randomUniform', 0.05 / Math.sqrt(3), 0.05],
  ['truncatedNormal', 0.05 * 0.8796, 0.1],
  ['glorotUniform', Math.sqrt(1 / average), Math.sqrt(3 / average)],
  ['glorotNormal', Math.sqrt(1 / average), (2 * Math.sqrt(1 / average)) / 0.8796],
  ['heUniform', Math.sqrt(2 / FAN_IN), Math.sqrt(6 / FAN_IN)],
  ['heNormal', Math.sqrt(2 / FAN_IN), (2 * Math.sqrt(2 / FAN_IN)) / 0.8796],
  ['lecunUniform', Math.sqrt(1 / FAN_IN), Math.sqrt(3 / FAN_IN)],
  ['lecunNormal', Math.sqrt(1 / FAN_IN), (2 * Math.sqrt(1 / FAN_IN)) / 0.8796],
] as const)('%s', (name, deviation, bound) => {
  it('has the mean, the deviation and the bound of its formula', () => {
    const measured = moments(kernel(name));
    expect(Math.abs(measured.mean)).toBeLessThan(0.03 * deviation);
    expect(measured.deviation).toBeGreaterThan(0.98 * deviation);
    expect(measured.deviation).toBeLessThan(1.02 * deviation);
    expect(measured.largest).toBeLessThanOrEqual(bound);
  });

  it('depends only on the seed', () => {
    expect(kernel(name, 3)).toEqual(kernel(name, 3));
    expect(kernel(name, 3)).not.toEqual(kernel(name, 4));
  });
});

describe('orthogonal', () => {
  const matrix = (rows: number, columns: number, gain?: number) => {
    const kernelInitializer = gain === undefined ? 'orthogonal' : initializers.orthogonal({ gain });
    const net = sequential({ inputShape: [rows], dtype: 'float64', seed: 1 }, [
      layers.dense(columns, { kernelInitializer }),
    ]);
    return net.getWeights()[0]!.data;
  };

  it.each([
    ['tall', 60, 20],
    ['wide', 20, 60],
    ['square', 40, 40],
    ['a column', 9, 1],
    ['a row', 1, 9],
  ])('has orthonormal rows or columns, whichever are fewer: %s', (_, rows, columns) => {
    const w = matrix(rows, columns);
    const isWide = rows < columns;
    const [count, length] = isWide ? [rows, columns] : [columns, rows];
    const at = (vector: number, k: number) => w[isWide ? vector * columns + k : k * columns + vector]!;
    for (let i = 0; i < count; i++) {
      for (let j = 0; j < count; j++) {
        const product = Array.from({ length }, (_, k) => at(i, k) * at(j, k)).reduce((sum, one) => sum + one);
        expect(Math.abs(product - Number(i === j))).toBeLessThan(1e-14);
      }
    }
  });

  it('multiplies by the gain', () => {
    expectClose(
      matrix(5, 5, 3),
      matrix(5, 5).map((value) => 3 * value),
      1e-15,
    );
  });

  it('has values of both signs, the first included', () => {
    const first = Array.from({ length: 20 }, (_, seed) => kernel('orthogonal', seed)[0]!);
    expect(Math.min(...first)).toBeLessThan(0);
    expect(Math.max(...first)).toBeGreaterThan(0);
  });

  it('refuses vectors, and a gain that is no number', async () => {
    const call = () => sequential({ inputShape: [3] }, [layers.dense(2, { biasInitializer: 'orthogonal' })]);
    await expectError(call, ShapeError, { operation: 'orthogonal', actual: /\[2\]/ });
    await expectError(() => initializers.orthogonal({ gain: Infinity }), ArgumentError);
  });
});

it('initializers are glorotUniform for kernels and zeros for biases by default', () => {
  expect(kernel(undefined)).toEqual(kernel('glorotUniform'));
  const net = sequential({ inputShape: [3] }, [layers.dense(2)]);
  expect(net.getWeights()[1]!.data).toEqual(new Float32Array(2));
});

it('initializers have options', () => {
  const { mean, deviation } = moments(kernel(initializers.randomNormal({ mean: 5, stddev: 2 })));
  expect(mean).toBeCloseTo(5, 1);
  expect(deviation).toBeCloseTo(2, 1);
  for (const value of kernel(initializers.randomUniform({ minval: 2, maxval: 3 }))) {
    expect(value).toBeGreaterThanOrEqual(2);
    expect(value).toBeLessThan(3);
  }
  const net = sequential({ inputShape: [2], dtype: 'float64' }, [
    layers.dense(2, { kernelInitializer: 'ones', biasInitializer: initializers.constant({ value: 0.1 }) }),
  ]);
  expect(net.getWeights().map(({ data }) => [...data])).toEqual([
    [1, 1, 1, 1],
    [0.1, 0.1],
  ]);
});

it.each([
  ['a negative deviation', () => initializers.randomNormal({ stddev: -1 })],
  ['a mean that is not finite', () => initializers.truncatedNormal({ mean: NaN })],
  ['bounds in the wrong order', () => initializers.randomUniform({ minval: 1, maxval: 0 })],
  ['a constant that is not a number', () => initializers.constant({ value: '1' as never })],
])('refuse %s', async (_, call) => {
  await expectError(call, ArgumentError);
});

it('an unknown initializer is refused with the nearest name', async () => {
  const call = () => layers.dense(3, { kernelInitializer: 'glorot_uniform' as never });
  await expectError(call, ArgumentError, { operation: 'dense', remedy: "did you mean 'glorotUniform'?" });
  await expectError(() => layers.dense(3, { biasInitializer: 0 as never }), DTypeError, {
    operation: 'dense',
  });
});
