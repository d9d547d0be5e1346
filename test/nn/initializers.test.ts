import { ArgumentError, DTypeError, type InitializerLike, initializers, layers, sequential } from 'ferrograd';
import { describe, expect, it } from 'vitest';

import { expectError } from '../support/errors.js';

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
  it('has the mean, the deviation and the bound that its formula says', () => {
    const measured = moments(kernel(name));
    expect(Math.abs(measured.mean)).toBeLessThan(0.03 * deviation);
    expect(measured.deviation).toBeGreaterThan(0.98 * deviation);
    expect(measured.deviation).toBeLessThan(1.02 * deviation);
    expect(measured.largest).toBeLessThanOrEqual(bound);
  });

  it('follows from the seed', () => {
    expect(kernel(name, 3)).toEqual(kernel(name, 3));
    expect(kernel(name, 3)).not.toEqual(kernel(name, 4));
  });
});

it('are glorotUniform for kernels and zeros for biases by default', () => {
  expect(kernel(undefined)).toEqual(kernel('glorotUniform'));
  const net = sequential({ inputShape: [3] }, [layers.dense(2)]);
  expect(net.getWeights()[1]!.data).toEqual(new Float32Array(2));
});

it('take their options', () => {
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

it('suggest the nearest name', async () => {
  const call = () => layers.dense(3, { kernelInitializer: 'glorot_uniform' as never });
  await expectError(call, ArgumentError, { operation: 'dense', remedy: "did you mean 'glorotUniform'?" });
  await expectError(() => layers.dense(3, { biasInitializer: 0 as never }), DTypeError, {
    operation: 'dense',
  });
});
