import { ArgumentError } from '../../../errors.js';
import { type SampleBatches, countSamples, inOrder, withDataset } from '../../samples/batches.js';
import type { EpochTrainer } from '../epochLoop.js';
import type { EpochState } from '../epochState.js';
import type { FitSession } from '../session.js';
import type { BatchIterator } from './batchSource.js';
import { BatchCoalescer } from './coalescedBatches.js';
import { emptyEpoch, trainSteps } from './streamSteps.js';

/**
 * Most steps in one call of the kernels, where batches are ready. A call costs as much as some small steps: it makes a data
 * set, and saves all parameters so that a diverged step can be undone.
 */
const MAX_STEPS = 256;

/** Trains on the batches of a source, each of which is one step; the next is awaited while the current one is trained. */
export class BatchTrainer implements EpochTrainer {
  readonly #coalescer: BatchCoalescer;

  constructor(
    private readonly session: FitSession,
    private readonly source: BatchIterator,
    read: ConstructorParameters<typeof BatchCoalescer>[2],
  ) {
    this.#coalescer = new BatchCoalescer(source, session.executor, read);
  }

  open(): void {
    this.source.open();
  }

  async trainEpoch(epoch: EpochState): Promise<void> {
    const { session, source } = this;
    const { steps: max, epochs } = session.options;
    if (!(await source.skip(epoch.step))) return void session.shouldContinue(epoch.position);
    const isLast = (step: number) => step + 1 === max && epoch.epoch + 1 === epochs;
    let isGoing = true;
    while (isGoing && epoch.step < max) {
      const { batches, isEnd, failure } = await this.#coalescer.next({
        step: epoch.step,
        longest: this.#mostBatches(epoch),
        isLast,
        isDue: () => session.slicer.isTurnDue,
      });
      if (!session.shouldContinue(epoch.position)) return;
      if (batches.length > 0) {
        const result = session.slicer.run(batches.length, () => this.#trainBatches(epoch, batches));
        isGoing = await session.afterSteps(epoch, result);
      }
      if (isGoing && failure) throw failure.error;
      if (isEnd && batches.length === 0 && epoch.step === 0) throw emptyEpoch(epoch.epoch);
      if (isEnd) return;
    }
  }

  async close(): Promise<void> {
    await this.source.close();
  }

  /** How many batches may be trained in one call. */
  #mostBatches(epoch: EpochState): number {
    const { hasBatchListeners, options, slicer } = this.session;
    // A listener is notified of each batch, and the first batch of all tells the size of the others.
    if (hasBatchListeners || this.#isFirstOfAll(epoch)) return 1;
    return Math.min(slicer.stepsPerSlice, MAX_STEPS, options.steps - epoch.step);
  }

  #trainBatches(epoch: EpochState, batches: readonly SampleBatches[]): { readonly diverged: boolean } {
    try {
      return this.#train(epoch, this.#coalescer.concatenator.concat(batches), batches.length);
    } catch (error) {
      if (batches.length === 1 || !(error instanceof ArgumentError)) throw error;
    }
    // A batch holds a value that is not finite. One by one, those before it are trained, and the error names its place.
    for (const batch of batches) {
      const result = this.#train(epoch, batch, 1);
      if (result.diverged) return result;
    }
    return { diverged: false };
  }

  /** Trains batches that were concatenated into one data set, in as many steps. */
  #train(epoch: EpochState, data: SampleBatches, steps: number): { readonly diverged: boolean } {
    const { session } = this;
    const { executor } = session;
    const samples = countSamples(data);
    return withDataset(data, executor.dtype, 'fitDataset', (dataset) => {
      const batchSize = steps === 1 ? samples : executor.batchSize;
      if (this.#isFirstOfAll(epoch) || batchSize > executor.batchSize) executor.configure({ batchSize });
      return trainSteps(session, epoch, { data, dataset }, inOrder(samples), steps);
    });
  }

  #isFirstOfAll(epoch: EpochState): boolean {
    return epoch.epoch === this.session.options.initialEpoch && epoch.step === 0;
  }
}
