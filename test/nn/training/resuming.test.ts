import {
  type Callback,
  callbacks,
  type DType,
  type FitOptions,
  input,
  layers,
  metrics,
  model,
  optimizers,
  schedules,
  sequential,
} from 'ferrograd';
import { describe, expect, it } from 'vitest';

import { someDigits } from '../../support/digits.js';
import {
  expectResumed,
  type NetOptions,
  type Place,
  resumableNet as net,
  type Training,
} from '../../support/resuming.js';

const { x, y } = someDigits(90);
const held = someDigits(40);

/** Four batches an epoch, the last one smaller. */
function training(options: FitOptions = {}, own: NetOptions = {}, more?: Training['callbacks']): Training {
  return {
    make: () => net(own),
    ...(more && { callbacks: more }),
    fit: (one, part) =>
      one.fit(x, y, { epochs: 3, batchSize: 27, validationData: [held.x, held.y], ...options, ...part }),
  };
}

describe.each<DType>(['float32', 'float64'])(
  'an epoch resumes at the step where it was saved, in %s',
  (dtype) => {
    it.each<[string, FitOptions]>([
      ['in a random order', {}],
      ['in the order of a seed', { seed: 5 }],
      ['in its own order', { shuffle: false }],
      [
        'with weights of samples',
        { sampleWeight: Float32Array.from({ length: 90 }, (_, i) => (i % 3) + 0.3) },
      ],
      ['with a validation split', { validationData: undefined, validationSplit: 0.2 }],
      ['without validation', { validationData: undefined }],
    ])('%s', async (_, options) => {
      await expectResumed(training(options, { dtype }));
    });
  },
);

/** Every metric that there is. */
const every = Object.keys(metrics).filter((name) => name !== 'compute') as Exclude<
  keyof typeof metrics,
  'compute'
>[];

describe('the metrics of an epoch that resumes count all its samples', () => {
  it('for every metric of classes', async () => {
    const ofClasses = every.filter((name) => !['binaryAccuracy', 'categoricalAccuracy', 'r2'].includes(name));
    await expectResumed(training({}, { compile: { metrics: ofClasses } }));
  });

  it('for every metric of values', async () => {
    const target = Float32Array.from(y.data, (digit) => (digit % 2 === 0 ? 1 : 0));
    await expectResumed({
      make() {
        const result = sequential({ inputShape: [64], seed: 1 }, [
          layers.dense(1, { activation: 'sigmoid' }),
        ]);
        const ofValues = every.filter((name) => !name.includes('ategorical'));
        result.compile({ optimizer: 'sgd', loss: 'binaryCrossentropy', metrics: ofValues });
        return result;
      },
      fit: (one, part) => one.fit(x, target, { epochs: 2, batchSize: 20, ...part }),
    });
  });
});

it('a graph of several inputs and outputs resumes within an epoch', async () => {
  await expectResumed({
    make() {
      const [a, b] = [input([64], { name: 'a' }), input([8, 8])];
      const hidden = layers.dense(6, { activation: 'tanh', kernelRegularizer: 'l2' }).apply(a);
      const sum = layers.add().apply(hidden, layers.dense(6).apply(layers.flatten().apply(b)));
      const digit = layers
        .dense(10, { activation: 'softmax', name: 'digit' })
        .apply(layers.dropout(0.2).apply(sum));
      const size = layers.dense(1, { name: 'size' }).apply(sum);
      const result = model({ inputs: [a, b], outputs: [digit, size], seed: 8 });
      result.compile({
        optimizer: optimizers.rmsprop({ momentum: 0.5, centered: true }),
        loss: { digit: 'sparseCategoricalCrossentropy', size: 'meanSquaredError' },
        lossWeights: { size: 0.01 },
        metrics: { digit: ['accuracy', 'f1'], size: ['meanAbsoluteError', 'r2'] },
      });
      return result;
    },
    fit: (one, part) => one.fit([x, x], [y, y], { epochs: 3, batchSize: 27, ...part }),
  });
});

describe('schedules and callbacks resume', () => {
  it.each([
    [
      'for each step',
      schedules.inverseTimeDecay({ initialLearningRate: 0.5, decayRate: 0.1, decaySteps: 1 }),
    ],
    [
      'for each epoch',
      schedules.exponential({ initialLearningRate: 0.5, decayRate: 0.5, decaySteps: 1, per: 'epoch' }),
    ],
    ['on a plateau', schedules.reduceOnPlateau({ initialLearningRate: 0.5, patience: 1, minDelta: 0.5 })],
  ] as const)('a rate %s', async (_, learningRate) => {
    const optimizer = optimizers.sgd({ learningRate, momentum: 0.9 });
    await expectResumed(training({ epochs: 4 }, { compile: { optimizer } }));
  });

  const places: readonly Place[] = ['first', 'last'];
  /** Improves only in the first epochs, and least by so much. */
  const stopping = { monitor: 'valLoss', minDelta: 0.15 };
  it.each(
    places.flatMap((place) =>
      [0, 1, 3].flatMap((patience) =>
        (['float32', 'float64'] as const).map((dtype) => [place, patience, dtype] as const),
      ),
    ),
  )('early stopping, saved %s, with a patience of %i, in %s', async (place, patience, dtype) => {
    const make = () => [callbacks.earlyStopping({ ...stopping, patience, restoreBestWeights: true })];
    const { status, epochs } = await expectResumed(training({ epochs: 30 }, { dtype }, make), place);
    expect(status).toBe('stopped');
    expect(epochs.length).toBeLessThan(20);
  });

  it.each(places)('two early stoppings and another, saved %s', async (place) => {
    const make = () => [
      callbacks.lossConverged({ epsilon: 1e-9 }),
      callbacks.earlyStopping({ monitor: 'valAccuracy', patience: 30 }),
      callbacks.earlyStopping({ ...stopping, patience: 2, restoreBestWeights: true }),
    ];
    const { status } = await expectResumed(training({ epochs: 30 }, {}, make), place);
    expect(status).toBe('stopped');
  });

  it.each(places)('a loss that converges, saved %s', async (place) => {
    const make = () => [callbacks.lossConverged({ epsilon: 0.05 })];
    const { message } = await expectResumed(training({ epochs: 60 }, {}, make), place);
    expect(message).toMatch(/^loss changed by/);
  });

  it.each(places)(
    'a callback of one’s own, with arrays and numbers of all kinds, saved %s',
    async (place) => {
      const seen: unknown[] = [];
      const make = (): Callback[] => {
        let sum = {
          losses: new Float64Array(0),
          $least: Infinity,
          zero: -0,
          list: [null, 'a', { b: true }] as const,
        };
        return [
          {
            name: 'sum',
            state: () => sum,
            restore: (state) => void (sum = state as typeof sum),
            onEpochEnd(_, { loss }) {
              sum = {
                ...sum,
                losses: Float64Array.of(...sum.losses, loss),
                $least: Math.min(sum.$least, loss),
              };
            },
            onTrainEnd: () => void seen.push(sum),
          },
        ];
      };
      await expectResumed(training({}, {}, make), place);
      expect(seen.length).toBeGreaterThan(10);
      for (const one of seen) expect(one).toEqual(seen[0]);
    },
  );
});
