import type { Executor } from '../../compile/executor.js';
import type { SourceBatch } from './fitDatasetOptions.js';
import { type Batches, countSamples } from '../../samples/batches.js';
import { canConcat, BatchConcatenator } from './concatBatches.js';
import type { BatchIterator } from './batchSource.js';

/** Batches that are trained in one call. */
export interface CoalescedBatches {
  readonly batches: readonly Batches[];
  /** The source has no more for this epoch. */
  readonly isEnd: boolean;
  /** What went wrong with the batch after them. */
  readonly failure?: { readonly error: unknown };
}

/** What a group is to be like. */
export interface Wanted {
  /** Steps of the epoch that are done. */
  readonly step: number;
  /** Batches at most. */
  readonly longest: number;
  /** Whether batch number `step` of the epoch is the last one that will be asked for. */
  readonly isLast: (step: number) => boolean;
  /** Whether it is to be trained with what there is, as other events wait. */
  readonly isDue: () => boolean;
}

/** Bytes in a group at most, apart from its last batch: what is joined should still be in the processor's cache. */
const MOST_BYTES = 2 ** 20;

/** Takes batches from a source: one that is waited for, and those that are ready behind it and fit to it. */
export class BatchCoalescer {
  /** For the batches of a group. */
  readonly joiner = new BatchConcatenator();
  /** A batch that did not fit to those before it. */
  #held: Batches | undefined;

  constructor(
    private readonly source: BatchIterator,
    private readonly network: Executor,
    private readonly read: (batch: SourceBatch) => Batches,
  ) {}

  /** The next group; empty at the end of the source. */
  async next(wanted: Wanted): Promise<CoalescedBatches> {
    const batches: Batches[] = [];
    try {
      const first = await this.#first(wanted);
      if (!first) return { batches, isEnd: true };
      batches.push(first);
      let last = first;
      let bytes = sizeOf(first);
      // A batch of another size is a step of its own, or the last of a group.
      const isOpen = () =>
        batches.length < wanted.longest &&
        bytes < MOST_BYTES &&
        countSamples(last) === this.network.batchSize &&
        !wanted.isDue();
      while (isOpen() && (this.source.isReady || (await this.source.comesAtOnce()))) {
        const batch = this.source.take(!wanted.isLast(wanted.step + batches.length));
        if (batch === undefined) return { batches, isEnd: true };
        const next = this.read(batch);
        if (countSamples(next) > this.network.batchSize || !canConcat(first, next)) {
          this.#held = next;
          break;
        }
        batches.push(next);
        bytes += sizeOf(next);
        last = next;
      }
      return { batches, isEnd: false };
    } catch (error) {
      return { batches, isEnd: false, failure: { error } };
    }
  }

  async #first({ step, isLast }: Wanted): Promise<Batches | undefined> {
    const held = this.#held;
    this.#held = undefined;
    if (held) return held;
    const isMoreWanted = !isLast(step);
    const batch = await (step === 0 ? this.source.first(isMoreWanted) : this.source.next(isMoreWanted));
    return batch === undefined ? undefined : this.read(batch);
  }
}

/** Bytes of samples and targets. */
function sizeOf({ inputs, targets = [] }: Batches): number {
  let size = 0;
  for (const { data } of inputs) size += data.byteLength;
  for (const target of targets) size += ('labels' in target ? target.labels : target.values).byteLength;
  return size;
}
