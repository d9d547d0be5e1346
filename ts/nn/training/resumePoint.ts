import type { Callback } from '../callbacks/callback.js';
import type { Json } from '../registry.js';
import type { EpochLogs, Position } from '../callbacks/history.js';
import type { EpochState } from './epochState.js';
import type { CallbackRecord, EpochPart, TrainingState } from './resumeState.js';

interface ProgressOptions {
  readonly initialEpoch: number;
  readonly mayGoOn: boolean;
  readonly feed: Json;
  readonly callbacks: readonly Callback[];
  /** Of the training before, which this one continues where it begins with the epoch in which that ended. */
  readonly before: TrainingState | undefined;
}

/** Where a training stands, while it runs or afterwards. */
export interface Standing {
  readonly state: TrainingState | undefined;
  readonly position: Position | undefined;
}

/** That of a file, or of a training that is over; undefined for none. */
export function standing(state: TrainingState | undefined): Standing {
  return { state, position: state && { epoch: state.epoch, step: state.part?.step ?? 0 } };
}

/** How far a training is: what `TrainingState` says of each moment, so that a save at any time holds that moment. */
export class Progress implements Standing {
  readonly firstEpoch: number;
  readonly #feed: Json;
  #callbacks: readonly Callback[];
  #epoch: number;
  #tally: EpochState | undefined;
  #part: EpochPart | undefined;
  #ended: EpochLogs | undefined;
  /** Whether a callback wants the training to end. */
  #isStopping = false;
  /** Callbacks that are told of the end of the epoch before, and how many of them were. */
  #listeners: readonly Callback[] = [];
  #told = 0;
  /** States that no callback has taken yet. */
  readonly #left: CallbackRecord[];
  /** Set while callbacks have not theirs yet, and again when they may go. */
  #still: Standing | undefined;

  constructor({ initialEpoch, mayGoOn, feed, callbacks, before }: ProgressOptions) {
    const start = mayGoOn && before?.epoch === initialEpoch ? before : undefined;
    this.firstEpoch = start?.firstEpoch ?? initialEpoch;
    this.#feed = feed;
    this.#callbacks = callbacks;
    this.#epoch = initialEpoch;
    const isSame = start?.part && JSON.stringify(start.feed) === JSON.stringify(feed);
    this.#part = isSame ? start.part : undefined;
    this.#ended = start?.ended;
    this.#left = [...(start?.callbacks ?? [])];
    this.#still = standing(before);
  }

  get state(): TrainingState | undefined {
    return this.#still ? this.#still.state : this.#now();
  }

  get position(): Position | undefined {
    return this.#still ? this.#still.position : this.here;
  }

  /** The epoch under way, or the next, and its steps that are done. */
  get here(): Position {
    return { epoch: this.#epoch, step: this.#tally?.step ?? this.#part?.step ?? 0 };
  }

  /** Whether the next epoch to train was begun before. */
  get isAmidEpoch(): boolean {
    return this.#part !== undefined;
  }

  /** Of the epoch before, until all callbacks know of its end. */
  get ended(): EpochLogs | undefined {
    return this.#ended;
  }

  /** Gives a callback, which was told that training begins, the state that its like had; the last one comes first. */
  restore(callback: Callback): void {
    if (typeof callback.restore !== 'function') return;
    const index = this.#left.findLastIndex(({ name }) => name === nameOf(callback));
    const [record] = index < 0 ? [] : this.#left.splice(index, 1);
    if (record?.isUntold) this.#listeners = [callback, ...this.#listeners];
    if (record?.state !== undefined) callback.restore(record.state);
  }

  /** All callbacks have their states. */
  begin(): void {
    this.#still = undefined;
  }

  /** An epoch that is trained from now on, or goes on. */
  beginEpoch(tally: EpochState): void {
    if (this.#part) tally.restore(this.#part);
    this.#part = undefined;
    this.#tally = tally;
  }

  /** Callbacks are about to be told. */
  endEpoch(logs: EpochLogs): void {
    this.moveTo(logs.epoch + 1);
    this.#ended = logs;
    this.#listeners = this.#callbacks;
    this.#told = 0;
  }

  /** The next callback to be told of it. */
  next(): Callback | undefined {
    return this.#listeners[this.#told++];
  }

  /** One of them ends the training. */
  stop(): void {
    this.#isStopping = true;
  }

  /** All know of the end of an epoch. */
  told(): void {
    this.#ended = undefined;
    this.#listeners = [];
  }

  /** Training stands before an epoch. */
  moveTo(epoch: number): void {
    this.#epoch = epoch;
    this.#tally = this.#part = undefined;
  }

  /** The training is over; what is known of it stays. */
  close(): void {
    if (this.#still) return;
    this.#still = standing(this.#now());
    this.#callbacks = [];
    this.#tally = undefined;
  }

  #now(): TrainingState {
    const callbacks = this.#callbacks.flatMap((callback) => this.#recordOf(callback) ?? []);
    const isEnding = this.#isStopping || callbacks.some(({ isUntold }) => isUntold);
    return {
      firstEpoch: this.firstEpoch,
      epoch: this.#epoch,
      feed: this.#feed,
      part: this.#tally?.part ?? this.#part,
      ended: isEnding ? this.#ended : undefined,
      callbacks,
    };
  }

  #recordOf(callback: Callback): CallbackRecord | undefined {
    // A callback may have a field of this name for something else.
    if (typeof callback.state !== 'function') return undefined;
    const state = callback.state();
    const isUntold = this.#listeners.includes(callback, this.#told) || undefined;
    return (state ?? isUntold) === undefined ? undefined : { name: nameOf(callback), state, isUntold };
  }
}

function nameOf({ name }: Callback): string {
  return name ?? '';
}
