import type { EpochTrainer } from '../epochLoop.js';
import type { EpochState } from '../epochState.js';
import type { FitSession } from '../session.js';
import { BatchChunks } from './batchChunks.js';
import type { BatchIterator } from './batchSource.js';
import { emptyEpoch, trainSteps } from './streamSteps.js';

/** Trains on what a source gives in chunks, each of which is cut into steps of one batch size. */
export class ChunkTrainer implements EpochTrainer {
  readonly #chunks: BatchChunks;

  constructor(
    private readonly session: FitSession,
    private readonly source: BatchIterator,
    read: ConstructorParameters<typeof BatchChunks>[2],
  ) {
    this.#chunks = new BatchChunks(source, session.executor, read);
  }

  open(): void {
    this.source.open();
  }

  async trainEpoch(epoch: EpochState): Promise<void> {
    const { session } = this;
    const { executor, slicer } = session;
    const { batchSize, steps: max } = session.options;
    if (!(await this.#chunks.skip(epoch.step, batchSize))) return void session.shouldContinue(epoch.position);
    let isGoing = true;
    while (isGoing && epoch.step < max) {
      const chunk = await this.#chunks.current(epoch.step === 0);
      if (!session.shouldContinue(epoch.position)) return;
      if (!chunk && epoch.step === 0) throw emptyEpoch(epoch.epoch);
      if (!chunk) return;
      if (executor.batchSize !== batchSize) executor.configure({ batchSize });
      const left = Math.min(Math.ceil((chunk.order.length - chunk.from) / batchSize), max - epoch.step);
      const result = slicer.run(session.hasBatchListeners ? 1 : left, (steps) => {
        const order = chunk.order.subarray(chunk.from, chunk.from + steps * batchSize);
        chunk.from += order.length;
        return trainSteps(session, epoch, chunk, order, steps);
      });
      isGoing = await session.afterSteps(epoch, result);
    }
  }

  async close(): Promise<void> {
    this.#chunks.free();
    await this.source.close();
  }
}
