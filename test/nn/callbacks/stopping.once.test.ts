import { readFileSync } from 'node:fs';

import { ArgumentError, callbacks, type EarlyStoppingOptions } from 'ferrograd';
import { describe, expect, it } from 'vitest';

import { expectError } from '../../support/errors.js';
import { fakeRun } from '../../support/fakeRun.js';

interface StoppingCase {
  monitor: string;
  options: EarlyStoppingOptions;
  values: number[];
  epochs: number;
  restored: number;
}
/** When Keras' EarlyStopping ends training, and what it restores; made by `make_schedules.py` beside the file. */
const { stopping } = JSON.parse(
  readFileSync(new URL('../../fixtures/schedules.json', import.meta.url), 'utf8'),
) as { stopping: StoppingCase[] };

describe('earlyStopping', () => {
  it.each(stopping)(
    'stops where Keras does: $monitor $options',
    async ({ monitor, options, values, ...expected }) => {
      const callback = callbacks.earlyStopping({ monitor, restoreBestWeights: true, ...options });
      const logs = values.map((value) => ({ [monitor]: value }));
      // Twice: a callback may be used again.
      for (let time = 0; time < 2; time++) {
        const run = await fakeRun(callback, logs);
        expect(run.epochs).toBe(expected.epochs);
        expect(run.calls).toEqual([`setWeights ${expected.restored}`]);
        expect(callback.bestEpoch).toBe(expected.restored);
        expect(callback.best).toBe(values[expected.restored]);
      }
    },
  );

  it('gives the reason for stopping', async () => {
    const logs = [3, 2, 2.5, 2.5, 1].map((valLoss) => ({ valLoss }));
    const { reason } = await fakeRun(callbacks.earlyStopping({ patience: 2 }), logs);
    expect(reason).toBe('valLoss did not improve for 2 epochs (best: 2.000 in epoch 2)');
  });

  it('leaves the weights unchanged unless restoreBestWeights is true', async () => {
    const { calls } = await fakeRun(callbacks.earlyStopping(), [{ valLoss: 1 }, { valLoss: 2 }]);
    expect(calls).toEqual([]);
  });

  it('restores the best weights when training is aborted, too', async () => {
    const callback = callbacks.earlyStopping({ patience: 5, restoreBestWeights: true });
    const { calls } = await fakeRun(callback, [{ valLoss: 1 }, { valLoss: 2 }, { valLoss: 3 }], {
      abortIn: 2,
    });
    expect(calls).toEqual(['setWeights 0']);
  });

  it('has no best epoch before the first', () => {
    const { best, bestEpoch } = callbacks.earlyStopping();
    expect([best, bestEpoch]).toEqual([undefined, undefined]);
  });

  it('refuses metrics that the logs will not contain, before training', async () => {
    const run = fakeRun(callbacks.earlyStopping(), [{ loss: 1 }]);
    await expectError(() => run, ArgumentError, { operation: 'earlyStopping', remedy: /validationData/ });
    const misspelt = fakeRun(callbacks.earlyStopping({ monitor: 'valAcuracy', mode: 'max' }), [
      { valLoss: 1 },
    ]);
    await expectError(() => misspelt, ArgumentError, { expected: /valLoss/ });
  });

  it.each([
    ['patience', { patience: 0.5 }],
    ['delta', { minDelta: -1 }],
    ['mode', { mode: 'up' as never }],
    ['baseline', { baseline: NaN }],
    ['start', { startFromEpoch: -1 }],
    ['restoring', { restoreBestWeights: 1 as never }],
    ['option', { restoreBest: true } as never],
    ['direction', { monitor: 'gain' }],
  ])('refuses another %s', async (_, options) => {
    await expectError(() => callbacks.earlyStopping(options), ArgumentError, { operation: 'earlyStopping' });
  });
});

describe('lossConverged', () => {
  const losses = (...values: number[]) => values.map((loss) => ({ loss }));

  it('stops at the first change of at most epsilon', async () => {
    const callback = callbacks.lossConverged({ epsilon: 0.25 });
    const { epochs, reason } = await fakeRun(callback, losses(5, 4, 3.5, 3.25, 3.25));
    expect(epochs).toBe(4);
    expect(reason).toBe('loss changed by 0.2500, at most 0.25');
  });

  it('counts a rise as a change, and starts again in another training', async () => {
    const callback = callbacks.lossConverged({ epsilon: 0.1 });
    expect((await fakeRun(callback, losses(1, 2, 1, 2))).epochs).toBe(4);
    expect((await fakeRun(callback, losses(2, 3, 3, 3))).epochs).toBe(3);
  });

  it('may monitor another metric', async () => {
    const callback = callbacks.lossConverged({ epsilon: 0, monitor: 'gain' });
    expect((await fakeRun(callback, [{ gain: 1 }, { gain: 2 }, { gain: 2 }, { gain: 3 }])).epochs).toBe(3);
  });

  it.each([[{}], [{ epsilon: -1 }], [{ epsilon: NaN }], [{ epsilon: 1, monitor: '' }]])(
    'refuses %j',
    async (options) => {
      await expectError(() => callbacks.lossConverged(options as never), ArgumentError);
    },
  );
});
