import type { Callback } from '../callbacks/callback.js';
import type { EpochLogs, Position } from '../callbacks/history.js';
import type { Json } from '../registry.js';
import type { EpochState } from './epochState.js';
import type { CallbackRecord, PartialEpoch, ResumeState } from './resumeState.js';

/** Where a training stands, and what it needs to resume there. */
export interface ResumePoint {
  readonly state: ResumeState | undefined;
  readonly position: Position | undefined;
}

/** The resume point of a loaded file or of a training that is over; undefined where there was no training. */
export function resumePoint(state: ResumeState | undefined): ResumePoint {
  return { state, position: state && { epoch: state.epoch, step: state.partialEpoch?.step ?? 0 } };
}

interface ProgressOptions {
  readonly initialEpoch: number;
  /** Whether this training may resume the previous one. */
  readonly canResume: boolean;
  readonly dataSignature: Json;
  readonly callbacks: readonly Callback[];
  /** State of the previous training, which this one resumes where it begins with the epoch in which that one ended. */
  readonly previous: ResumeState | undefined;
}

/** The resume point of a running training: it moves with every step, so that a save at any moment holds that moment. */
export class TrainingProgress implements ResumePoint {
  /** Index of the first epoch of the training, which may have begun in an earlier call. */
  readonly firstEpoch: number;
  readonly #dataSignature: Json;
  #callbacks: readonly Callback[];
  #epoch: number;
  /** The epoch under way. */
  #current: EpochState | undefined;
  /** What an earlier call did of the next epoch. */
  #partialEpoch: PartialEpoch | undefined;
  /** Logs of the epoch that has ended, until all callbacks are notified. */
  #endedEpoch: EpochLogs | undefined;
  #isStopping = false;
  /** Callbacks that are notified of the end of an epoch; the first `#notified` of them already are. */
  #listeners: readonly Callback[] = [];
  #notified = 0;
  /** States of the previous training that no callback has taken over yet. */
  readonly #unclaimed: CallbackRecord[];
  /**
   * A resume point that stands still: that of the previous training until the callbacks have their states, and that of
   * this training once it is over.
   */
  #fixed: ResumePoint | undefined;

  constructor({ initialEpoch, canResume, dataSignature, callbacks, previous }: ProgressOptions) {
    const start = canResume && previous?.epoch === initialEpoch ? previous : undefined;
    this.firstEpoch = start?.firstEpoch ?? initialEpoch;
    this.#dataSignature = dataSignature;
    this.#callbacks = callbacks;
    this.#epoch = initialEpoch;
    const hasSameData =
      start?.partialEpoch && JSON.stringify(start.dataSignature) === JSON.stringify(dataSignature);
    this.#partialEpoch = hasSameData ? start.partialEpoch : undefined;
    this.#endedEpoch = start?.endedEpoch;
    this.#unclaimed = [...(start?.callbacks ?? [])];
    this.#fixed = resumePoint(previous);
  }

  get state(): ResumeState | undefined {
    return this.#fixed ? this.#fixed.state : this.#currentState();
  }

  get position(): Position | undefined {
    return this.#fixed ? this.#fixed.position : this.current;
  }

  /** The epoch under way, or the next one, and the number of its steps that are done. */
  get current(): Position {
    return { epoch: this.#epoch, step: this.#current?.step ?? this.#partialEpoch?.step ?? 0 };
  }

  /** Whether an earlier call has done some steps of the next epoch. */
  get isAmidEpoch(): boolean {
    return this.#partialEpoch !== undefined;
  }

  /** Logs of the epoch that has ended, until all callbacks are notified of it. */
  get endedEpoch(): EpochLogs | undefined {
    return this.#endedEpoch;
  }

  /**
   * Gives a callback the state that a callback of the same name had in the previous training. Called after its
   * `onTrainBegin`, for the last callback first.
   */
  restore(callback: Callback): void {
    if (typeof callback.restore !== 'function') return;
    const index = this.#unclaimed.findLastIndex(({ name }) => name === nameOf(callback));
    const [record] = index < 0 ? [] : this.#unclaimed.splice(index, 1);
    if (record?.isPending) this.#listeners = [callback, ...this.#listeners];
    if (record?.state !== undefined) callback.restore(record.state);
  }

  /** All callbacks have their states: from now on, saves hold this training. */
  begin(): void {
    this.#fixed = undefined;
  }

  /** An epoch is trained from now on, or the rest of a partial one. */
  beginEpoch(epoch: EpochState): void {
    if (this.#partialEpoch) epoch.restore(this.#partialEpoch);
    this.#partialEpoch = undefined;
    this.#current = epoch;
  }

  /** An epoch has ended, and all callbacks are to be notified of it. */
  endEpoch(logs: EpochLogs): void {
    this.moveTo(logs.epoch + 1);
    this.#endedEpoch = logs;
    this.#listeners = this.#callbacks;
    this.#notified = 0;
  }

  /** The next callback to notify of the end of the epoch. */
  nextListener(): Callback | undefined {
    return this.#listeners[this.#notified++];
  }

  /** A callback has asked for the end of the training. */
  stop(): void {
    this.#isStopping = true;
  }

  /** All callbacks are notified of the end of the epoch. */
  allNotified(): void {
    this.#endedEpoch = undefined;
    this.#listeners = [];
  }

  /** Training stands before this epoch. */
  moveTo(epoch: number): void {
    this.#epoch = epoch;
    this.#current = this.#partialEpoch = undefined;
  }

  /** The training is over: its resume point is kept, its callbacks are released. */
  close(): void {
    if (this.#fixed) return;
    this.#fixed = resumePoint(this.#currentState());
    this.#callbacks = [];
    this.#current = undefined;
  }

  #currentState(): ResumeState {
    const callbacks = this.#callbacks.flatMap((callback) => this.#recordOf(callback) ?? []);
    // Only needed where some callback must still be notified after resuming, or where one of them ended the training.
    const keepsEndedEpoch = this.#isStopping || callbacks.some(({ isPending }) => isPending);
    return {
      firstEpoch: this.firstEpoch,
      epoch: this.#epoch,
      dataSignature: this.#dataSignature,
      partialEpoch: this.#current?.partialEpoch ?? this.#partialEpoch,
      endedEpoch: keepsEndedEpoch ? this.#endedEpoch : undefined,
      callbacks,
    };
  }

  #recordOf(callback: Callback): CallbackRecord | undefined {
    // A callback of the user may have a field of this name for something else.
    if (typeof callback.state !== 'function') return undefined;
    const state = callback.state();
    const isPending = this.#listeners.includes(callback, this.#notified) || undefined;
    return (state ?? isPending) === undefined ? undefined : { name: nameOf(callback), state, isPending };
  }
}

function nameOf({ name }: Callback): string {
  return name ?? '';
}
