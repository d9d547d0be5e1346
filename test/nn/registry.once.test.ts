import {
  ArgumentError,
  constraints,
  DTypeError,
  initializers,
  losses,
  regularizers,
  schedules,
} from 'ferrograd';
import { describe, expect, it } from 'vitest';

import { activationFactories } from '../../dist/nn/activations/index.js';
import { type Config, fromConfig, type Registry } from '../../dist/nn/registry.js';
import { constraint } from '../../dist/nn/constraints/index.js';
import { initializer } from '../../dist/nn/initializers/index.js';
import { metricFactories } from '../../dist/nn/metrics/index.js';
import { regularizer } from '../../dist/nn/regularizers/index.js';
import { expectError } from '../support/errors.js';

const registries: Record<string, Registry<{ readonly config: Config; readonly name: string }>> = {
  activation: activationFactories,
  constraint: constraints,
  initializer: initializers,
  loss: losses,
  metric: metricFactories,
  regularizer: regularizers,
  schedule: schedules,
};

/** Options other than the defaults; what is not named here takes none. */
const options: Record<string, Record<string, unknown>> = {
  maxNorm: { maxValue: 3, axis: [0, 1, 2] },
  'initializer constant': { value: 0.5 },
  randomNormal: { mean: 1, stddev: 2 },
  truncatedNormal: { mean: 1, stddev: 2 },
  randomUniform: { minval: 1, maxval: 2 },
  orthogonal: { gain: 2 },
  l1: { l1: 0.5 },
  l2: { l2: 0.5 },
  l1l2: { l1: 0.5, l2: 0.25 },
  'schedule constant': { learningRate: 0.5 },
  inverseTimeDecay: { initialLearningRate: 1, decayRate: 0.5, decaySteps: 3, staircase: true, per: 'epoch' },
  exponential: { initialLearningRate: 1, decayRate: 0.5, decaySteps: 3, staircase: true, per: 'epoch' },
  step: { initialLearningRate: 1, stepSize: 3, gamma: 0.5, per: 'step' },
  piecewise: { boundaries: [2, 4], values: [1, 2, 3], per: 'epoch' },
  cosine: { initialLearningRate: 1, decaySteps: 3, alpha: 0.5, per: 'epoch' },
  warmUp: {
    schedule: { kind: 'cosine', initialLearningRate: 1, decaySteps: 3, alpha: 0.5, per: 'epoch' },
    steps: 3,
    initialLearningRate: 0.5,
  },
  reduceOnPlateau: {
    initialLearningRate: 1,
    monitor: 'valAccuracy',
    factor: 0.5,
    patience: 3,
    minDelta: 0.5,
    cooldown: 3,
    minLearningRate: 0.5,
    mode: 'max',
  },
  leakyRelu: { alpha: 0.5 },
  elu: { alpha: 0.5 },
  gelu: { approximate: true },
  huber: { delta: 0.5 },
  binaryCrossentropy: { fromLogits: true, labelSmoothing: 0.5 },
  categoricalCrossentropy: { fromLogits: true, labelSmoothing: 0.5 },
  sparseCategoricalCrossentropy: { fromLogits: true },
  'loss meanAbsoluteError': {},
  'loss meanSquaredError': {},
  accuracy: { name: 'a' },
  binaryAccuracy: { threshold: 0.25, name: 'a' },
  categoricalAccuracy: { name: 'a' },
  sparseCategoricalAccuracy: { name: 'a' },
  topKCategoricalAccuracy: { k: 3, name: 'a' },
  precision: { average: 'micro', classId: 1, threshold: 0.25, name: 'a' },
  recall: { average: 'micro', classId: 1, threshold: 0.25, name: 'a' },
  f1: { average: 'micro', classId: 1, threshold: 0.25, name: 'a' },
  auc: { curve: 'PR', average: 'micro', name: 'a' },
  confusionMatrix: { threshold: 0.25, name: 'a' },
  meanAbsoluteError: { name: 'a' },
  meanSquaredError: { name: 'a' },
  rootMeanSquaredError: { name: 'a' },
  r2: { name: 'a' },
};

describe.each(Object.entries(registries))('%s', (what, registry) => {
  it.each(Object.keys(registry))('%s is made again from its config', (kind) => {
    const given = options[`${what} ${kind}`] ?? options[kind] ?? {};
    const made = registry[kind]!(given as never);
    expect(made.config).toEqual({ ...given, kind });
    const saved = JSON.parse(JSON.stringify(made.config)) as Config;
    const again = fromConfig(registry, saved, what, 'load');
    expect(again.config).toEqual(made.config);
    expect(again.name).toBe(made.name);
    expect(again).not.toBe(made);
  });

  it('values that are not configs, and unknown kinds, are refused', async () => {
    for (const config of [undefined, null, 'constant', 3, [], {}, { kind: 3 }]) {
      await expectError(() => fromConfig(registry, config, what, 'load'), DTypeError, {
        code: `not-a-${what}`,
      });
    }
    for (const kind of ['', 'none', 'constructor', '__proto__']) {
      await expectError(() => fromConfig(registry, { kind }, what, 'load'), ArgumentError, {
        operation: 'load',
        code: `unknown-${what}`,
      });
    }
  });
});

it('a config may be passed instead of the object that it describes', () => {
  expect(initializer({ kind: 'constant', value: 3 }, 'dense').config).toEqual({ kind: 'constant', value: 3 });
  expect(regularizer({ kind: 'l1' }, 'dense').l1).toBe(0.01);
  expect(constraint({ kind: 'maxNorm' }, 'dense').maxValue).toBe(2);
});

it('options of a config are checked', async () => {
  const wrong = { kind: 'l2', l2: -1 };
  await expectError(() => regularizer(wrong, 'load'), ArgumentError, { operation: 'l2' });
  await expectError(() => regularizer({ kind: 'l2', l3: 1 }, 'load'), ArgumentError, { operation: 'l2' });
});

describe('regularizers', () => {
  it('have Keras’ defaults', () => {
    const factors = (['l1', 'l2', 'l1l2'] as const).map((name) => regularizer(name, 'dense'));
    expect(factors.map(({ l1, l2 }) => [l1, l2])).toEqual([
      [0.01, 0],
      [0, 0.01],
      [0.01, 0.01],
    ]);
  });

  it.each([
    () => regularizers.l1({ l1: NaN }),
    () => regularizers.l2({ l1: 1 } as never),
    () => regularizers.l1l2({ l1: 1, l2: -1 }),
    () => regularizers.l2(0.1 as never),
  ])('refuse factors out of range: %s', async (call) => {
    await expectError(call, ArgumentError);
  });
});

describe('maxNorm', () => {
  it('has Keras’ defaults', () => {
    const { maxValue, axes } = constraints.maxNorm();
    expect([maxValue, axes]).toEqual([2, [0]]);
    expect(constraints.maxNorm({ axis: 1 }).axes).toEqual([1]);
  });

  it.each([{ maxValue: -1 }, { axis: -1 }, { axis: 0.5 }, { axis: [] }, { axis: [0, 0] }, { axes: 0 }])(
    'refuses %j',
    async (wrong) => {
      await expectError(() => constraints.maxNorm(wrong), ArgumentError, { operation: 'maxNorm' });
    },
  );
});
