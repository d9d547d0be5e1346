import type { Dataset, Generator } from '../backend/backend.js';
import type { Callback, EpochLogs, Logs, TrainingRun } from './callbacks/callback.js';
import type { History } from './history.js';
import type { Network, Training } from './network.js';
import { Slicer } from './slices.js';
import { Tally } from './tally.js';

/** One call of `fit` with everything checked. */
export interface Run extends TrainingRun {
  readonly network: Network;
  readonly training: Training;
  readonly data: Dataset;
  readonly validation: Dataset | undefined;
  /** The random stream that orders an epoch; nothing for the data's own order. */
  readonly shuffle: ((epoch: number) => Generator) | undefined;
  readonly callbacks: readonly Callback[];
  readonly signal: AbortSignal | undefined;
  readonly history: History;
}

/** Trains epoch by epoch, in slices between which the event loop gets its turns. */
export async function train(run: Run): Promise<void> {
  const { callbacks, epochs, history, initialEpoch } = run;
  const { batchSize, samples, steps } = run;
  for (const callback of callbacks) {
    await callback.onTrainBegin?.({ epochs, initialEpoch, steps, samples, batchSize });
  }
  // Short fits in a loop must not keep other events, nor the freeing of memory, from their turn.
  const slicer = new Slicer();
  await slicer.turn();
  for (let epoch = initialEpoch; epoch < epochs && history.status === 'running'; epoch++) {
    await trainEpoch(run, epoch, slicer);
  }
  if (history.status === 'running') history.end('completed');
  for (const callback of callbacks) await callback.onTrainEnd?.(history);
}

async function trainEpoch(run: Run, epoch: number, slicer: Slicer): Promise<void> {
  const { callbacks, history, signal, steps, training } = run;
  for (const callback of callbacks) await callback.onEpochBegin?.(epoch);
  const order = epochOrder(run, epoch);
  const tally = new Tally(epoch, training.accuracy);
  while (tally.step < steps) {
    if (signal?.aborted) {
      history.end('aborted', tally.position);
      return;
    }
    const diverged = slicer.run(steps - tally.step, (count) => trainSlice(run, tally, order, count));
    if (diverged) {
      history.end('diverged', tally.position);
      return;
    }
    const logs = { ...tally.logs(), step: tally.step, steps };
    for (const callback of callbacks) await callback.onBatchEnd?.(tally.step - 1, logs);
    if (slicer.isTurnDue) await slicer.turn();
  }
  const logs = withValidation(run, tally.logs());
  history.record(logs);
  for (const callback of callbacks) await callback.onEpochEnd?.(epoch, logs);
}

/** Trains some steps in one call; answers whether the loss diverged. */
function trainSlice(run: Run, tally: Tally, order: Uint32Array, count: number): boolean {
  const { batchSize, data, network, training } = run;
  const from = tally.step;
  const samples = order.subarray(from * batchSize, (from + count) * batchSize);
  const rates = new Float64Array(count).fill(training.optimizer.learningRate);
  const result = network.program.train(data, samples, rates);
  tally.add(result.steps, result);
  return result.diverged;
}

function epochOrder({ samples, shuffle }: Run, epoch: number): Uint32Array {
  if (!shuffle) return Uint32Array.from({ length: samples }, (_, index) => index);
  const generator = shuffle(epoch);
  try {
    return generator.permutation(samples);
  } finally {
    generator.free();
  }
}

function withValidation({ network, training, validation }: Run, logs: Logs): EpochLogs {
  if (!validation) return logs;
  const { loss, correct, samples } = network.program.evaluate(validation);
  return { ...logs, valLoss: loss / samples, ...(training.accuracy && { valAccuracy: correct / samples }) };
}
