import type { Dataset } from '../../../backend/backend.js';
import type { SourceBatch } from './fitDatasetOptions.js';
import type { Executor } from '../../compile/executor.js';
import { type Batches, countSamples, inOrder, toDataset } from '../../samples/batches.js';
import type { BatchIterator } from './batchSource.js';

/** What a source gave at once, in backend memory, and how far it is trained. */
export interface Chunk {
  readonly data: Batches;
  readonly dataset: Dataset;
  readonly order: Uint32Array;
  from: number;
}

/** The blocks of a source, one in memory at a time. */
export class BatchChunks {
  #block: Chunk | undefined;

  constructor(
    private readonly source: BatchIterator,
    private readonly network: Executor,
    private readonly read: (batch: SourceBatch) => Batches,
  ) {}

  /** The block that is not trained to its end, or the next one; undefined at the end of the source. */
  async current(isFirst: boolean): Promise<Chunk | undefined> {
    if (this.#block && this.#block.from < this.#block.order.length) return this.#block;
    this.free();
    const batch = await (isFirst ? this.source.first(true) : this.source.next(true));
    if (batch === undefined) return undefined;
    const data = this.read(batch);
    const dataset = toDataset(data, this.network.dtype, 'fitDataset');
    this.#block = { data, dataset, order: inOrder(countSamples(data)), from: 0 };
    return this.#block;
  }

  /** Passes over steps, of an epoch that goes on; answers whether there were so many. */
  async skip(steps: number, batchSize: number): Promise<boolean> {
    for (let left = steps; left > 0;) {
      const block = await this.current(left === steps);
      if (!block) return false;
      const passed = Math.min(left, Math.ceil(block.order.length / batchSize));
      block.from = passed * batchSize;
      left -= passed;
    }
    return true;
  }

  /** Releases the memory of the block. */
  free(): void {
    this.#block?.dataset.free();
    this.#block = undefined;
  }
}
