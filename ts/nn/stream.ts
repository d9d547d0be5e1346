import { show } from '../checks.js';
import { ArgumentError, DTypeError } from '../errors.js';
import { type Epoch, nextRates, type Run, runEpochs } from './fit.js';
import type { FitDatasetSettings, SourceBatch } from './fitDatasetOptions.js';
import { type Batches, countSamples, inOrder, toDataset } from './samples/batches.js';

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

/** An unbounded number, for sources whose length nobody knows. */
const UNKNOWN = Infinity;

/** Trains on one batch after the other, each one step; the next is awaited while the current one is trained. */
export async function trainStream(run: StreamRun): Promise<void> {
  const { stepsPerEpoch } = run;
  let queue: Queue | undefined;
  try {
    await runEpochs(
      { ...run, batchSize: run.network.batchSize },
      { steps: stepsPerEpoch ?? UNKNOWN, samples: UNKNOWN },
      async (epoch) => {
        queue ??= new Queue(run.open());
        const isWhole = await trainEpoch(run, epoch, queue);
        if (!isWhole) return;
        // Without a number of steps, the source tells where an epoch ends.
        await queue.close();
        queue = undefined;
      },
    );
  } finally {
    await queue?.close();
  }
}

/** Answers whether the source came to its end. */
async function trainEpoch(run: StreamRun, epoch: Epoch, queue: Queue): Promise<boolean> {
  const { tally } = epoch;
  const most = run.stepsPerEpoch ?? UNKNOWN;
  let isGoing = true;
  while (isGoing && tally.step < most) {
    const batch = await queue.next();
    if (batch === undefined) {
      if (tally.step === 0) throw nothing(tally.epoch);
      return true;
    }
    const result = trainBatch(run, epoch, batch);
    isGoing = await epoch.after(result, most);
  }
  return false;
}

function trainBatch(run: StreamRun, { tally }: Epoch, batch: SourceBatch): { diverged: boolean } {
  const { network, training } = run;
  const data = run.read(takeApart(batch));
  const samples = countSamples(data);
  if (samples > network.batchSize) network.configure({ batchSize: samples });
  const dataset = toDataset(data, network.dtype, 'fitDataset');
  try {
    const rates = nextRates(network, training, tally.epoch, 1);
    const result = network.program.train(dataset, inOrder(samples), rates);
    tally.step += result.steps;
    tally.learningRate = rates[0] ?? NaN;
    tally.score.add(result, network.program, data.targets ?? []);
    return result;
  } finally {
    dataset.free();
  }
}

function takeApart(batch: SourceBatch): StreamedBatch {
  if (Array.isArray(batch) && batch.length === 2) return { x: batch[0] as unknown, y: batch[1] as unknown };
  if (typeof batch === 'object' && 'x' in batch && 'y' in batch) return batch;
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

/** An iterable with one item asked for ahead. */
class Queue {
  readonly #iterator: Iterator<SourceBatch, unknown> | AsyncIterator<SourceBatch, unknown>;
  #ahead: Promise<IteratorResult<SourceBatch, unknown>> | undefined;

  constructor(source: Iterable<SourceBatch> | AsyncIterable<SourceBatch>) {
    this.#iterator =
      Symbol.asyncIterator in source ? source[Symbol.asyncIterator]() : source[Symbol.iterator]();
  }

  async next(): Promise<SourceBatch | undefined> {
    const next: IteratorResult<SourceBatch, unknown> = await (this.#ahead ?? this.#iterator.next());
    this.#ahead = undefined;
    if (next.done) return undefined;
    this.#ahead = Promise.resolve(this.#iterator.next());
    // Whoever awaits it sees the failure; until then it is not unhandled.
    this.#ahead.catch(() => undefined);
    return next.value;
  }

  async close(): Promise<void> {
    await this.#ahead?.catch(() => undefined);
    await this.#iterator.return?.();
  }
}
