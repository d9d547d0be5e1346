import type { Callback, TrainedModel, TrainingRun } from 'ferrograd';

import { History } from '../../dist/nn/callbacks/history.js';

/** A training without a network: its weights are the index of the epoch. */
export interface FakeRun {
  /** The calls of the model's methods: `save a.safetensors`, `setWeights 3`, … */
  readonly calls: string[];
  /** Number of epochs that were trained. */
  epochs: number;
  /** The reason with which the callback stopped it. */
  reason: string | undefined;
}

interface FakeOptions {
  readonly initialEpoch?: number;
  readonly steps?: number;
  /** Steps after which `onBatchEnd` is called in each epoch; only the last one by default. */
  readonly slices?: readonly number[];
  /** Index of the epoch that is aborted before its end. */
  readonly abortIn?: number;
}

/** Calls the methods of a callback as `fit` does, with these metrics for each epoch. */
export async function fakeRun(
  callback: Callback,
  epochs: readonly Readonly<Record<string, number>>[],
  { initialEpoch = 0, steps = 10, slices = [steps], abortIn }: FakeOptions = {},
): Promise<FakeRun> {
  const result: FakeRun = { calls: [], epochs: 0, reason: undefined };
  let epoch = initialEpoch;
  const note = async (call: string) => void result.calls.push(call);
  const model: TrainedModel = {
    getWeights: () => [{ data: Float32Array.of(epoch), shape: [1] }],
    setWeights: ([weights]) =>
      void result.calls.push(`setWeights ${(weights as { data: Float32Array }).data[0]}`),
    save: (path) => note(`save ${path}`),
    saveWeights: (path) => note(`saveWeights ${path}`),
  };
  const last = initialEpoch + epochs.length;
  const run: TrainingRun = {
    epochs: last,
    initialEpoch,
    steps,
    samples: 10 * steps,
    batchSize: 10,
    metricNames: Object.keys(epochs[0] ?? {}),
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- callbacks may still read it
    figures: Object.keys(epochs[0] ?? {}),
    model,
    stop: (reason) => void (result.reason ??= reason),
  };
  const history = new History();
  await callback.onTrainBegin?.(run);
  for (; epoch < last && result.reason === undefined; epoch++) {
    const logs = { loss: 0, ...epochs[epoch - initialEpoch], epoch, seconds: 0.5, samplesPerSecond: 200 };
    await callback.onEpochBegin?.(epoch);
    for (const step of slices) await callback.onBatchEnd?.(step - 1, { ...logs, step, steps });
    if (epoch === abortIn) {
      history.end('aborted', { epoch, step: steps });
      break;
    }
    await callback.onEpochEnd?.(epoch, logs);
    result.epochs++;
  }
  if (history.status === 'running') history.end('completed');
  await callback.onTrainEnd?.(history);
  return result;
}
