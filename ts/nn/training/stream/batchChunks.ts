import type { Executor } from '../../compile/executor.js';
import { type SampleBatches, countSamples, inOrder, toDataset } from '../../samples/batches.js';
import type { BatchIterator } from './batchSource.js';
import type { SourceBatch } from './fitDatasetOptions.js';
import type { LoadedBatch } from './streamSteps.js';

/** What a source gave at once, and how far it is trained. */
export interface Chunk extends LoadedBatch {
  readonly order: Uint32Array;
  /** Samples of the order that are trained. */
  from: number;
}

/** The chunks of a source, one in backend memory at a time. */
export class BatchChunks {
  #chunk: Chunk | undefined;

  constructor(
    private readonly source: BatchIterator,
    private readonly executor: Executor,
    private readonly read: (batch: SourceBatch) => SampleBatches,
  ) {}

  /** The chunk of which samples are left, or the next one; undefined at the end of the source. */
  async current(isFirst: boolean): Promise<Chunk | undefined> {
    if (this.#chunk && this.#chunk.from < this.#chunk.order.length) return this.#chunk;
    this.free();
    const batch = await (isFirst ? this.source.first(true) : this.source.next(true));
    if (batch === undefined) return undefined;
    const data = this.read(batch);
    const dataset = toDataset(data, this.executor.dtype, 'fitDataset');
    this.#chunk = { data, dataset, order: inOrder(countSamples(data)), from: 0 };
    return this.#chunk;
  }

  /** Skips the steps of an epoch that resumes; returns whether the source had as many. */
  async skip(steps: number, batchSize: number): Promise<boolean> {
    for (let left = steps; left > 0;) {
      const chunk = await this.current(left === steps);
      if (!chunk) return false;
      const skipped = Math.min(left, Math.ceil(chunk.order.length / batchSize));
      chunk.from = skipped * batchSize;
      left -= skipped;
    }
    return true;
  }

  /** Releases the memory of the chunk. */
  free(): void {
    this.#chunk?.dataset.free();
    this.#chunk = undefined;
  }
}
