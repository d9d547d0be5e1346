import { checkOptions, show } from '../checks.js';
import { ArgumentError, DTypeError } from '../errors.js';
import { type Epoch, nextRates, type Run, runEpochs } from './fit.js';
import type { FitDatasetSettings, SourceBatch } from './fitDatasetOptions.js';
import { type Batches, countSamples, inOrder, toDataset } from './samples/batches.js';
import { Source } from './source.js';

/** Samples and targets of one step, taken apart. */
export interface StreamedBatch {
  readonly x: unknown;
  readonly y: unknown;
  readonly sampleWeight?: unknown;
  readonly classWeight?: unknown;
}

/** Training on batches that come one by one. */
export type StreamRun = Omit<Run, 'batchSize'> &
  FitDatasetSettings & { readonly read: (batch: StreamedBatch) => Batches };

/** For sources whose length nobody knows. */
const UNKNOWN = Infinity;

/** Trains on one batch after the other, each one step; the next is awaited while the current one is trained. */
export async function trainStream(run: StreamRun): Promise<void> {
  const source = new Source(run.open, run.signal);
  const size = { steps: run.stepsPerEpoch ?? UNKNOWN, samples: UNKNOWN };
  try {
    await runEpochs({ ...run, batchSize: run.network.batchSize }, size, (epoch) =>
      trainEpoch(run, epoch, source),
    );
  } catch (error) {
    // What went wrong first is told.
    await source.close().catch(() => undefined);
    throw error;
  }
  await source.close();
}

/** Without a number of steps, the source tells where an epoch ends. */
async function trainEpoch(run: StreamRun, epoch: Epoch, source: Source): Promise<void> {
  const { tally } = epoch;
  const most = run.stepsPerEpoch ?? UNKNOWN;
  let isGoing = true;
  while (isGoing && tally.step < most) {
    const isLast = tally.step + 1 === most && tally.epoch + 1 === run.epochs;
    const batch = await (tally.step === 0 ? source.first(!isLast) : source.next(!isLast));
    if (!epoch.ask()) return;
    if (batch === undefined) {
      if (tally.step === 0) throw nothing(tally.epoch);
      return;
    }
    isGoing = await epoch.after(trainBatch(run, epoch, batch), most);
  }
}

function trainBatch(run: StreamRun, { tally }: Epoch, batch: SourceBatch): { diverged: boolean } {
  const { network, training } = run;
  const data = run.read(takeApart(batch));
  const samples = countSamples(data);
  const dataset = toDataset(data, network.dtype, 'fitDataset');
  try {
    const isFirst = tally.epoch === run.initialEpoch && tally.step === 0;
    if (isFirst || samples > network.batchSize) network.configure({ batchSize: samples });
    const rates = nextRates(network, training, tally.epoch, 1);
    const result = network.program.train(dataset, inOrder(samples), rates, tally.score.totals);
    tally.step += result.steps;
    tally.learningRate = rates[0] ?? NaN;
    tally.score.take(result, network.program, data.targets ?? []);
    return result;
  } finally {
    dataset.free();
  }
}

function takeApart(batch: unknown): StreamedBatch {
  if (Array.isArray(batch) && batch.length === 2) return { x: batch[0] as unknown, y: batch[1] as unknown };
  if (typeof batch === 'object' && batch !== null && 'x' in batch && 'y' in batch) {
    checkOptions(batch, ['x', 'y', 'sampleWeight', 'classWeight'], 'fitDataset');
    return batch;
  }
  throw new DTypeError({
    code: 'source-batch',
    operation: 'fitDataset',
    actual: `the source gave ${show(batch)}`,
    expected: 'it must give pairs [x, y] or objects { x, y }',
    remedy: 'yield [x, y] for each batch',
  });
}

function nothing(epoch: number): ArgumentError {
  return new ArgumentError({
    code: 'empty-source',
    operation: 'fitDataset',
    actual: `the source gave no batch in epoch ${epoch + 1}`,
    expected: 'each epoch needs at least one',
    remedy: 'pass a function that begins anew, such as a generator function, where there are several epochs',
  });
}
