import type { Executor } from '../../compile/executor.js';
import { type SampleBatches, countSamples } from '../../samples/batches.js';
import type { BatchIterator } from './batchSource.js';
import { BatchConcatenator, canConcat } from './concatBatches.js';
import type { SourceBatch } from './fitDatasetOptions.js';

/** Batches that are trained in one call. */
export interface CoalescedBatches {
  readonly batches: readonly SampleBatches[];
  /** Whether the source has no more batches for this epoch. */
  readonly isEnd: boolean;
  /** Why the batch after these could not be read. */
  readonly failure?: { readonly error: unknown };
}

/** Which batches may be coalesced. */
export interface CoalesceRequest {
  /** Steps of the epoch that are done. */
  readonly step: number;
  /** Most batches. */
  readonly longest: number;
  /** Whether the batch of this step is the last one that the training will request. */
  readonly isLast: (step: number) => boolean;
  /** Whether to return what there is, as other events wait. */
  readonly isDue: () => boolean;
}

/** Most bytes, apart from the last batch: the concatenated samples should still be in the processor's cache. */
const MAX_BYTES = 2 ** 20;

/** Takes batches from a source: waits for the first, and adds those that are ready behind it and of its kind. */
export class BatchCoalescer {
  readonly concatenator = new BatchConcatenator();
  /** A batch that was read but could not be concatenated with those before it. */
  #held: SampleBatches | undefined;

  constructor(
    private readonly source: BatchIterator,
    private readonly executor: Executor,
    private readonly read: (batch: SourceBatch) => SampleBatches,
  ) {}

  /** The next batches; none at the end of the source. */
  async next(request: CoalesceRequest): Promise<CoalescedBatches> {
    const batches: SampleBatches[] = [];
    try {
      const first = await this.#first(request);
      if (!first) return { batches, isEnd: true };
      batches.push(first);
      let last = first;
      let bytes = byteLength(first);
      // A smaller batch can only be the last one, as each batch is one step of the executor's batch size.
      const isOpen = () =>
        batches.length < request.longest &&
        bytes < MAX_BYTES &&
        countSamples(last) === this.executor.batchSize &&
        !request.isDue();
      while (isOpen() && (this.source.isReady || (await this.source.settlesAtOnce()))) {
        const batch = this.source.take(!request.isLast(request.step + batches.length));
        if (batch === undefined) return { batches, isEnd: true };
        const next = this.read(batch);
        if (countSamples(next) > this.executor.batchSize || !canConcat(first, next)) {
          this.#held = next;
          break;
        }
        batches.push(next);
        bytes += byteLength(next);
        last = next;
      }
      return { batches, isEnd: false };
    } catch (error) {
      return { batches, isEnd: false, failure: { error } };
    }
  }

  async #first({ step, isLast }: CoalesceRequest): Promise<SampleBatches | undefined> {
    const held = this.#held;
    this.#held = undefined;
    if (held) return held;
    const isMoreWanted = !isLast(step);
    const batch = await (step === 0 ? this.source.first(isMoreWanted) : this.source.next(isMoreWanted));
    return batch === undefined ? undefined : this.read(batch);
  }
}

/** Bytes of samples and targets. */
function byteLength({ inputs, targets = [] }: SampleBatches): number {
  let size = 0;
  for (const { data } of inputs) size += data.byteLength;
  for (const target of targets) size += ('labels' in target ? target.labels : target.values).byteLength;
  return size;
}
