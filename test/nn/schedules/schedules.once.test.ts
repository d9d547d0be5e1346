import { readFileSync } from 'node:fs';

import {
  ArgumentError,
  type Config,
  DTypeError,
  type ReduceOnPlateauOptions,
  type Schedule,
  schedules,
} from 'ferrograd';
import { describe, expect, it } from 'vitest';

import { fresh, schedule } from '../../../dist/nn/schedules/index.js';
import { rates } from '../../../dist/nn/schedules/rates.js';
import { expectClose } from '../../support/close.js';
import { expectError } from '../../support/errors.js';

interface RateCase {
  source: 'Keras' | 'PyTorch';
  kind: string;
  options: Record<string, number>;
  rates: number[];
}
interface PlateauCase {
  monitor: string;
  options: Partial<ReduceOnPlateauOptions>;
  values: number[];
  rates: number[];
}

/** Made by `make_schedules.py` beside the file. */
const fixtures = JSON.parse(
  readFileSync(new URL('../../fixtures/schedules.json', import.meta.url), 'utf8'),
) as {
  rates: RateCase[];
  plateau: PlateauCase[];
};

const tolerance = { Keras: 1e-7, PyTorch: 1e-14 };
const counts = Array.from({ length: 24 }, (_, count) => count);

describe('rates are those of the other libraries', () => {
  it('every schedule has rates of another library to compare with', () => {
    const covered = [...fixtures.rates.map(({ kind }) => kind), 'reduceOnPlateau'];
    expect(new Set(covered)).toEqual(new Set(Object.keys(schedules)));
  });

  it.each(fixtures.rates)('$source: $kind $options', ({ source, kind, options, rates }) => {
    const made = schedule({ kind, ...options }, 'test');
    expectClose(
      counts.map((count) => made.rate(count)),
      rates,
      tolerance[source],
    );
  });

  it.each(fixtures.plateau)(
    'Keras: reduceOnPlateau $monitor $options',
    ({ monitor, options, values, rates }) => {
      const made = schedules.reduceOnPlateau({ initialLearningRate: 0.3, monitor, ...options });
      expect(made.rate(0)).toBe(0.3);
      const measured = values.map((value, epoch) => {
        made.observe({ [monitor]: value });
        return made.rate(epoch + 1);
      });
      expectClose(measured, rates, 1e-15);
      expect(new Set(rates).size).toBeGreaterThan(options.patience === undefined ? 0 : 1);
    },
  );
});

it('inverse time decay follows the formula of the courses', () => {
  const made = schedules.inverseTimeDecay({ initialLearningRate: 1, decayRate: 1e-3 });
  expect(made.rate(0)).toBe(1);
  expect(made.rate(1000)).toBe(0.5);
  expect(made.rate(9000)).toBeCloseTo(0.1, 15);
});

describe('reduceOnPlateau', () => {
  const options = { initialLearningRate: 1, patience: 2, cooldown: 3, factor: 0.5, monitor: 'loss' };
  const losses = [3, 2, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1];
  const follow = (one: Schedule, values: readonly number[]) =>
    values.map((loss) => {
      one.observe({ loss });
      return one.rate(0);
    });

  it('resumes exactly from its state, at any epoch', () => {
    const whole = follow(schedules.reduceOnPlateau(options), losses);
    expect(new Set(whole).size).toBeGreaterThan(2);
    for (let at = 0; at <= losses.length; at++) {
      const first = schedules.reduceOnPlateau(options);
      const before = follow(first, losses.slice(0, at));
      const second = schedules.reduceOnPlateau(options);
      second.restore(JSON.parse(JSON.stringify(first.state())) as Config);
      expect([...before, ...follow(second, losses.slice(at))]).toEqual(whole);
    }
  });

  it('a fresh copy is at its start again, also within a warm-up', () => {
    const used = schedules.warmUp({ schedule: schedules.reduceOnPlateau(options), steps: 1 });
    const whole = follow(used, losses);
    expect(used.rate(1)).toBeLessThan(1);
    expect(fresh(used).rate(1)).toBe(1);
    expect(follow(fresh(used), losses)).toEqual(whole);
    const copy = fresh(used);
    copy.restore(used.state());
    expect(copy.rate(1)).toBe(used.rate(1));
  });

  it('never raises a rate that is below minLearningRate', () => {
    const made = schedules.reduceOnPlateau({ ...options, patience: 1, minLearningRate: 2 });
    expect(follow(made, [1, 1, 1])).toEqual([1, 1, 1]);
  });

  it('does not count NaN as an improvement', () => {
    const made = schedules.reduceOnPlateau({ ...options, patience: 1 });
    expect(follow(made, [NaN, 1, NaN])).toEqual([0.5, 0.5, 0.5]);
  });

  it('refuses metrics and states that it cannot use', async () => {
    const made = schedules.reduceOnPlateau({ initialLearningRate: 1 });
    const before = made.state();
    await expectError(() => made.expect(['loss']), ArgumentError, { remedy: /validationData/ });
    await expectError(() => made.observe({ loss: 1 }), ArgumentError, { actual: /"valLoss"/ });
    for (const state of [null, 3, {}, { rate: -1, best: 0, wait: 0, coolingFor: 0 }, []]) {
      await expectError(() => made.restore(state), ArgumentError, { code: 'schedule-state' });
    }
    expect(made.state()).toEqual(before);
    made.expect(['loss', 'valLoss']);
  });
});

describe('rates', () => {
  it('a schedule of steps has a rate for each step', () => {
    const made = schedules.exponential({ initialLearningRate: 1, decayRate: 0.5 });
    expect([...rates(made, 2, 3, 10)]).toEqual([0.25, 0.125, 0.0625]);
  });

  it('a schedule of epochs has the same rate for all steps of an epoch', () => {
    const made = schedules.exponential({ initialLearningRate: 1, decayRate: 0.5, per: 'epoch' });
    expect([...rates(made, 2, 6, 3)]).toEqual([1, 0.5, 0.5, 0.5, 0.25, 0.25]);
    expect([...rates(made, 4, 1, 3)]).toEqual([0.5]);
    expect([...rates(made, 4, 0, 3)]).toEqual([]);
  });
});

describe('schedule', () => {
  it('is read from numbers, schedules, names and configs', () => {
    const made = schedules.constant();
    expect(schedule(0.5, 'sgd').rate(7)).toBe(0.5);
    expect(schedule(made, 'sgd')).toBe(made);
    expect(schedule('constant', 'sgd').rate(7)).toBe(0.01);
    expect(schedule({ kind: 'constant', learningRate: 2 }, 'sgd').rate(7)).toBe(2);
  });

  it.each([
    ['a rate below 0', () => schedule(-1, 'sgd'), ArgumentError],
    ['NaN', () => schedule(NaN, 'sgd'), ArgumentError],
    ['an unknown name', () => schedule('cosin', 'sgd'), ArgumentError],
    ['an unknown kind', () => schedule({ kind: 'toString' }, 'sgd'), ArgumentError],
    ['nothing', () => schedule(undefined, 'sgd'), DTypeError],
    ['a name that needs options', () => schedule('cosine', 'sgd'), ArgumentError],
  ])('refuses %s', async (_, call, Class) => {
    await expectError(call, Class);
  });
});

const start = { initialLearningRate: 1 };
it.each([
  ['no initial rate', () => schedules.cosine({ decaySteps: 3 } as never)],
  ['a misspelt option', () => schedules.step({ ...start, stepSize: 3, gama: 1 } as never)],
  ['no decay steps', () => schedules.exponential({ ...start, decayRate: 1, decaySteps: 0 })],
  ['a negative decay', () => schedules.inverseTimeDecay({ ...start, decayRate: -1 })],
  ['another staircase', () => schedules.exponential({ ...start, decayRate: 1, staircase: 1 as never })],
  ['another count', () => schedules.cosine({ ...start, decaySteps: 3, per: 'batch' as never })],
  ['alpha above 1', () => schedules.cosine({ ...start, decaySteps: 3, alpha: 2 })],
  ['boundaries that fall', () => schedules.piecewise({ boundaries: [3, 3], values: [1, 2, 3] })],
  ['too few values', () => schedules.piecewise({ boundaries: [3], values: [1] })],
  ['values that are none', () => schedules.piecewise({ boundaries: [3], values: 1 as never })],
  ['a warm-up to nothing', () => schedules.warmUp({ steps: 3 } as never)],
  ['a warm-up of half a step', () => schedules.warmUp({ schedule: 1, steps: 0.5 })],
  ['a factor of 1', () => schedules.reduceOnPlateau({ ...start, factor: 1 })],
  ['an unknown mode', () => schedules.reduceOnPlateau({ ...start, mode: 'least' as never })],
  ['a metric of unknown direction', () => schedules.reduceOnPlateau({ ...start, monitor: 'gain' })],
  ['a metric without a name', () => schedules.reduceOnPlateau({ ...start, monitor: 3 as never })],
  ['a count below 0', () => schedules.constant().rate(-1)],
])('refuse %s', async (name, call) => {
  const Class = name.includes('nothing') ? DTypeError : ArgumentError;
  await expectError(call, Class);
});
