import { ArgumentError, BackendError, ShapeError } from 'ferrograd';
import { describe, expect, it, vi } from 'vitest';

import type { ProgramSpec, Targets, OpSpec } from '../../dist/backend/backend.js';
import { measurePeak } from '../../dist/backend/peak.js';
import { kernels } from '../../dist/backend/select.js';
import { expectError } from '../support/errors.js';

const spec: ProgramSpec = {
  dtype: 'float64',
  batchSize: 2,
  inputShapes: [[3]],
  layers: [{ op: { kind: 'dense', units: 2, bias: true, activation: 'linear' }, inputIds: [0] }],
  outputs: [1],
  losses: [{ kind: 'quadratic' }],
  optimizer: { kind: 'sgd', momentum: 0 },
};
/** Units of a layer whose weights exceed the memory, while their number still fits a size of the platform. */
const TOO_MANY_UNITS = kernels.name === 'native' ? 2 ** 50 : 2 ** 31;

const inputs = { data: new Float64Array(12), scale: 1, features: 3 };
const labels = { labels: new Uint32Array([0, 1, 0, 1]) };
const layer = (op: OpSpec) => ({ layers: [{ op, inputIds: [0] }] });

describe('compile refuses', () => {
  it.each([
    ['a layer that is not registered', layer({ kind: 'dens', units: 2 }), /dens/],
    ['a layer without units', layer({ kind: 'dense' }), /units/],
    ['an activation that is not registered', layer({ kind: 'activation', activation: 'relux' }), /relux/],
    ['a loss that is not registered', { losses: [{ kind: 'regret' }] }, /regret/],
    ['an optimizer that is not registered', { optimizer: { kind: 'hope' } }, /hope/],
    ['an argument of the wrong type', { optimizer: { kind: 'sgd', momentum: 'much' } }, /much/],
    ['a model without layers', { layers: [] }, /before/],
    ['a layer that reads its own output', { layers: [{ op: spec.layers[0]!.op, inputIds: [1] }] }, /before/],
    ['fewer losses than outputs', { losses: [{ kind: 'quadratic' }, { kind: 'quadratic' }] }, /loss/],
    ['an empty batch', { batchSize: 0 }, /batch/],
    ['more memory than there is', layer({ kind: 'dense', units: TOO_MANY_UNITS }), /memory/],
  ])('%s', async (_, change, message) => {
    await expectError(() => kernels.compile({ ...spec, ...change }), ArgumentError, { message });
  });
});

describe('a program refuses', () => {
  const program = kernels.compile(spec);
  const data = kernels.dataset('float64', [inputs], [labels]);
  const rates = (count: number) => new Float64Array(count).fill(0.1);

  it.each([
    [
      'too few learning rates',
      () => program.train(data, new Uint32Array([0, 1, 2]), rates(1)),
      ArgumentError,
    ],
    [
      'an index beyond the samples',
      () => program.train(data, new Uint32Array([0, 4]), rates(1)),
      ArgumentError,
    ],
    [
      'gradients of more samples than a batch has',
      () => program.gradients(data, new Uint32Array(3)),
      ArgumentError,
    ],
    ['gradients of no sample', () => program.gradients(data, new Uint32Array(0)), ArgumentError],
    ['an index beyond the parameters', () => program.read('parameters', 2), ArgumentError],
    ['a slot that does not exist', () => program.read('state0', 0), ArgumentError],
    ['weights of another size', () => program.write('parameters', 0, new Float64Array(5)), ShapeError],
    ['samples without targets', () => program.evaluate(kernels.dataset('float64', [inputs])), ShapeError],
    [
      'samples of another width',
      () => program.predict(kernels.dataset('float64', [{ ...inputs, features: 4 }])),
      ShapeError,
    ],
    [
      'labels beyond the outputs',
      () => program.evaluate(dataset({ labels: new Uint32Array([0, 0, 0, 2]) })),
      ShapeError,
    ],
    [
      'targets of another width',
      () => program.evaluate(dataset({ values: new Float64Array(4), width: 1 })),
      ShapeError,
    ],
  ] as const)('%s', async (_, call, Class) => {
    const before = program.read('parameters', 0);
    await expectError(call, Class);
    expect(program.read('parameters', 0)).toEqual(before);
  });

  function dataset(targets: Targets) {
    return kernels.dataset('float64', [inputs], [targets]);
  }
});

describe('a data set', () => {
  it.each([
    ['of inputs of different lengths', [inputs, { ...inputs, data: new Float64Array(9) }], undefined],
    ['with too few labels', [inputs], [{ labels: new Uint32Array(3) }]],
    ['with too few values', [inputs], [{ values: new Float64Array(7), width: 2 }]],
    ['with too few weights', [inputs], [{ ...labels, weights: new Float64Array(3) }]],
  ] as const)('%s is refused', async (_, samples, targets) => {
    await expectError(() => kernels.dataset('float64', samples, targets), ShapeError);
  });

  it('without samples is refused', async () => {
    const none = { ...inputs, data: new Float64Array(0) };
    await expectError(() => kernels.dataset('float64', [none]), ArgumentError, { actual: /no sample/ });
  });

  it('finds the first value of an input that is not finite', () => {
    const at = (index: number, value: number) => {
      const data = new Float64Array(12);
      data[index] = value;
      return kernels.dataset('float64', [inputs, { ...inputs, data }]).firstNonFinite(1);
    };
    expect([at(0, 1e308), at(0, NaN), at(7, Infinity), at(11, -Infinity)]).toEqual([-1, 0, 7, 11]);
  });
});

it('a program or data set that was freed is refused without a crash', async () => {
  const program = kernels.compile(spec);
  const data = kernels.dataset('float64', [inputs], [labels]);
  data.free();
  const refused = (error: unknown) => error instanceof ArgumentError || error instanceof BackendError;
  expect(errorOf(() => program.evaluate(data))).toSatisfy(refused);
  program.free();
  expect(errorOf(() => program.read('parameters', 0))).toSatisfy(refused);
});

function errorOf(call: () => unknown): unknown {
  try {
    return call();
  } catch (error) {
    return error;
  }
}

it.each(['float32', 'float64'] as const)('the peak rate in %s is a positive number', (dtype) => {
  const peak = kernels.peak(dtype);
  expect(peak).toBeGreaterThan(0);
  expect(peak).toBeLessThan(Infinity);
});

it('the peak rate is the best of several runs that last at least 10 ms, in GFLOP/s', () => {
  // The clock moves only during the work: by 2 µs for each round, in the last run by 1 µs.
  let milliseconds = 0;
  const clock = vi.spyOn(performance, 'now').mockImplementation(() => milliseconds);
  const rounds: number[] = [];
  const rate = measurePeak((count) => {
    rounds.push(count);
    milliseconds += count * (rounds.length === 9 ? 0.001 : 0.002);
    return count * 4000;
  });
  clock.mockRestore();
  expect(rounds).toEqual([1024, 2048, 4096, 8192, 8192, 8192, 8192, 8192, 8192]);
  expect(rate).toBeCloseTo(4, 12);
});
