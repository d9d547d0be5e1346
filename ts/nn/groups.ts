import type { Network } from './network.js';
import type { SourceBatch } from './fitDatasetOptions.js';
import { type Batches, countSamples } from './samples/batches.js';
import { canJoin } from './samples/join.js';
import type { Source } from './source.js';

/** Batches that are trained in one call. */
export interface Group {
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
}

/** More values are not held at once. */
const MOST_VALUES = 2 ** 22;

/** Takes batches from a source: one that is waited for, and those that are ready behind it and fit to it. */
export class Groups {
  /** A batch that did not fit to those before it. */
  #held: Batches | undefined;

  constructor(
    private readonly source: Source,
    private readonly network: Network,
    private readonly read: (batch: SourceBatch) => Batches,
  ) {}

  /** The next group; empty at the end of the source. */
  async next(wanted: Wanted): Promise<Group> {
    const batches: Batches[] = [];
    try {
      const first = await this.#take(wanted.step, wanted);
      if (!first) return { batches, isEnd: true };
      batches.push(first);
      let last = first;
      let values = sizeOf(first);
      // A batch of another size is a step of its own, or the last of a group.
      const isOpen = () =>
        batches.length < wanted.longest &&
        values < MOST_VALUES &&
        countSamples(last) === this.network.batchSize;
      while (isOpen() && (await this.source.isReady())) {
        const next = await this.#take(wanted.step + batches.length, wanted);
        if (!next) return { batches, isEnd: true };
        if (countSamples(next) > this.network.batchSize || !canJoin(first, next)) {
          this.#held = next;
          break;
        }
        batches.push(next);
        values += sizeOf(next);
        last = next;
      }
      return { batches, isEnd: false };
    } catch (error) {
      return { batches, isEnd: false, failure: { error } };
    }
  }

  async #take(step: number, { isLast }: Wanted): Promise<Batches | undefined> {
    const held = this.#held;
    this.#held = undefined;
    if (held) return held;
    const batch = await (step === 0 ? this.source.first(!isLast(step)) : this.source.next(!isLast(step)));
    return batch === undefined ? undefined : this.read(batch);
  }
}

function sizeOf({ inputs }: Batches): number {
  return inputs.reduce((sum, { data }) => sum + data.length, 0);
}
