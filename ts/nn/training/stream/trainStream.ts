import { checkOptions, show } from '../../../checks.js';
import { ArgumentError, DTypeError } from '../../../errors.js';
import { type Epoch, hearsBatches, nextRates, type Run, runEpochs } from '../epochLoop.js';
import type { FitDatasetSettings } from './fitDatasetOptions.js';
import { type Chunk, BatchChunks } from './batchChunks.js';
import { BatchCoalescer } from './batchGroups.js';
import { type Batches, countSamples, inOrder, toDataset } from '../../samples/batches.js';
import type { BatchConcatenator } from './concatBatches.js';
import type { TimeSlicer } from '../timeSlicer.js';
import { BatchIterator } from './batchSource.js';
import type { EpochState } from '../epochState.js';

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

/**
 * Steps that are trained in one call at most, where batches are ready: a call costs as much as some small steps, as it
 * makes a data set and saves all parameters, so that it can be undone.
 */
const MOST_STEPS = 256;

/** Trains on one batch after the other, each one step; the next is awaited while the current one is trained. */
export async function trainStream(run: StreamRun): Promise<void> {
  const source = new BatchIterator(run.open, run.signal);
  const read = (batch: unknown) => run.read(takeApart(batch));
  const groups = new BatchCoalescer(source, run.network, read);
  const blocks = new BatchChunks(source, run.network, read);
  const { pieceSize } = run;
  const size = { steps: run.stepsPerEpoch ?? UNKNOWN, samples: UNKNOWN };
  try {
    await runEpochs({ ...run, batchSize: pieceSize ?? run.network.batchSize }, size, (epoch, slicer) =>
      pieceSize === undefined
        ? trainEpoch(run, epoch, { source, groups }, slicer)
        : trainBlocks({ ...run, batchSize: pieceSize }, epoch, blocks, slicer),
    );
    blocks.free();
  } catch (error) {
    blocks.free();
    // What went wrong first is told.
    await source.close().catch(() => undefined);
    throw error;
  }
  await source.close();
}

/** Without a number of steps, the source tells where an epoch ends. */
async function trainEpoch(
  run: StreamRun,
  epoch: Epoch,
  { source, groups }: { readonly source: BatchIterator; readonly groups: BatchCoalescer },
  slicer: TimeSlicer,
): Promise<void> {
  const { tally } = epoch;
  if (!(await source.skip(tally.step))) return void epoch.ask();
  const most = run.stepsPerEpoch ?? UNKNOWN;
  const isLast = (step: number) => step + 1 === most && tally.epoch + 1 === run.epochs;
  // Who listens to batches hears of each.
  const isHeard = run.callbacks.some(hearsBatches);
  let isGoing = true;
  while (isGoing && tally.step < most) {
    const { step } = tally;
    // The first batch tells the size of the others.
    const isAlone = isHeard || (tally.epoch === run.initialEpoch && step === 0);
    const longest = isAlone ? 1 : Math.min(slicer.stepsPerSlice, MOST_STEPS, most - step);
    const { batches, isEnd, failure } = await groups.next({
      step,
      longest,
      isLast,
      isDue: () => slicer.isTurnDue,
    });
    if (!epoch.ask()) return;
    if (batches.length > 0) {
      const result = slicer.run(batches.length, () => trainGroup(run, tally, batches, groups.joiner));
      isGoing = await epoch.after(result, most);
    }
    if (isGoing && failure) throw failure.error;
    if (isEnd && batches.length === 0 && tally.step === 0) throw nothing(tally.epoch);
    if (isEnd) return;
  }
}

/** Trains on what the source gives in steps of one size. */
async function trainBlocks(
  run: StreamRun & { readonly batchSize: number },
  epoch: Epoch,
  blocks: BatchChunks,
  slicer: TimeSlicer,
): Promise<void> {
  const { tally } = epoch;
  const { batchSize, network } = run;
  if (!(await blocks.skip(tally.step, batchSize))) return void epoch.ask();
  const most = run.stepsPerEpoch ?? UNKNOWN;
  const isHeard = run.callbacks.some(hearsBatches);
  let isGoing = true;
  while (isGoing && tally.step < most) {
    const block = await blocks.current(tally.step === 0);
    if (!epoch.ask()) return;
    if (!block && tally.step === 0) throw nothing(tally.epoch);
    if (!block) return;
    if (network.batchSize !== batchSize) network.configure({ batchSize });
    const left = Math.min(Math.ceil((block.order.length - block.from) / batchSize), most - tally.step);
    const result = slicer.run(isHeard ? 1 : left, (steps) => {
      const order = block.order.subarray(block.from, block.from + steps * batchSize);
      block.from += order.length;
      return trainSteps(run, tally, block, order, steps);
    });
    isGoing = await epoch.after(result, most);
  }
}

function trainGroup(
  run: StreamRun,
  tally: EpochState,
  batches: readonly Batches[],
  joiner: BatchConcatenator,
): { diverged: boolean } {
  try {
    return trainBatches(run, tally, joiner.join(batches), batches.length);
  } catch (error) {
    if (batches.length === 1 || !(error instanceof ArgumentError)) throw error;
  }
  // One of them has a value that is not finite: those before it are trained, and it is told by its own place.
  for (const batch of batches) {
    const result = trainBatches(run, tally, batch, 1);
    if (result.diverged) return result;
  }
  return { diverged: false };
}

/** Trains some batches that were joined as one. */
function trainBatches(
  run: StreamRun,
  tally: EpochState,
  data: Batches,
  count: number,
): { diverged: boolean } {
  const { network } = run;
  const samples = countSamples(data);
  const dataset = toDataset(data, network.dtype, 'fitDataset');
  try {
    const isFirst = tally.epoch === run.initialEpoch && tally.step === 0;
    const size = count === 1 ? samples : network.batchSize;
    if (isFirst || size > network.batchSize) network.configure({ batchSize: size });
    return trainSteps(run, tally, { data, dataset }, inOrder(samples), count);
  } finally {
    dataset.free();
  }
}

/** Trains some samples of a data set, in steps of the network's batch size. */
function trainSteps(
  { network, training }: StreamRun,
  tally: EpochState,
  { data, dataset }: Pick<Chunk, 'data' | 'dataset'>,
  order: Uint32Array,
  steps: number,
): { diverged: boolean } {
  const rates = nextRates(network, training, tally.epoch, steps);
  const isWhole = order.length === dataset.length;
  const result = network.program.train(dataset, order, rates, tally.score.totals);
  tally.step += result.steps;
  tally.learningRate = rates[Math.max(result.steps - 1, 0)] ?? NaN;
  const places = isWhole && !result.diverged ? undefined : order;
  tally.score.add(result, network.program, data.targets ?? [], places);
  return result;
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
