import { ArgumentError, callbacks, type EpochLogs, type TrainingRun } from 'ferrograd';
import { afterEach, describe, expect, it, vi } from 'vitest';

import { openTrainingDisplay } from '../../../dist/platform/browser/terminal.js';
import { expectError } from '../../support/errors.js';
import { fakeRun } from '../../support/fakeRun.js';

const { isTTY } = process.stderr;

afterEach(() => {
  process.stderr.isTTY = isTTY;
  vi.restoreAllMocks();
});

/** What is written to standard error while some epochs are trained. */
async function written(terminal: boolean, epochs: number, options = {}, run = {}): Promise<string> {
  process.stderr.isTTY = terminal;
  const write = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  const logs = Array.from({ length: epochs }, (_, epoch) => ({ loss: 1 / (epoch + 1), valAccuracy: 0.5 }));
  await fakeRun(callbacks.progress(options), logs, { slices: [4, 7, 10], ...run });
  return write.mock.calls.map(([text]) => String(text)).join('');
}

describe('progress', () => {
  it('writes a line after each epoch when piped', async () => {
    expect(await written(false, 2)).toBe(
      'epoch 1/2: loss 1.000, valAccuracy 0.5000, 2.0e+2 samples/s\n' +
        'epoch 2/2: loss 0.5000, valAccuracy 0.5000, 2.0e+2 samples/s\n',
    );
  });

  it('draws a bar on a terminal and removes it', async () => {
    const text = await written(true, 1);
    expect(text).toMatch(/epoch 1\/1 █+░+ 40 % \| loss 1\.000, valAccuracy 0\.5000/);
    expect(text).toMatch(/epoch 1\/1: loss 1\.000.*\n$/);
    expect(process.listenerCount('SIGINT')).toBe(0);
  });

  it('leaves out epochs as `every` says, except the first and the last', async () => {
    const text = await written(false, 7, { every: 3 });
    expect(text.match(/epoch \d/g)).toEqual(['epoch 1', 'epoch 3', 'epoch 6', 'epoch 7']);
  });

  it('writes why training ended early', async () => {
    const text = await written(false, 3, {}, { abortIn: 1 });
    expect(text).toMatch(/epoch 1\/3.*\ntraining was aborted by the signal in epoch 2/);
  });

  it('draws no bar in short epochs', async () => {
    process.stderr.isTTY = true;
    const write = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    const callback = callbacks.progress();
    await callback.onTrainBegin?.({ epochs: 1, initialEpoch: 0 } as TrainingRun);
    const logs: EpochLogs = { epoch: 0, loss: 1, seconds: 0.1, samplesPerSecond: 10 };
    await callback.onBatchEnd?.(3, { ...logs, step: 4, steps: 10 });
    expect(write).not.toHaveBeenCalled();
    await callback.onEpochEnd?.(0, logs);
    expect(write).toHaveBeenCalledTimes(1);
  });

  it('writes lines to the console in a browser', async () => {
    const print = vi.spyOn(console, 'log').mockReturnValue();
    const display = await openTrainingDisplay();
    display.bar();
    display.clear();
    display.line('epoch 1/1');
    expect(print.mock.calls).toEqual([['epoch 1/1']]);
  });

  it.each([[{ every: 0 }], [{ every: 1.5 }], [{ each: 2 }]])('refuses %j', async (options) => {
    await expectError(() => callbacks.progress(options as never), ArgumentError, { operation: 'progress' });
  });
});

it('log writes all metrics', async () => {
  const lines: string[] = [];
  await fakeRun(
    callbacks.log((line) => lines.push(line)),
    [{ loss: 1, valF1: 0.25 }],
  );
  expect(lines).toEqual(['epoch 1/1: loss 1.000, valF1 0.2500, 2.0e+2 samples/s']);
});
