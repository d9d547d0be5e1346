import { integer, show } from '../../checks.js';
import { DataError } from '../../errors.js';
import type { EpochLogs } from '../callbacks/history.js';
import type { Json } from '../registry.js';
import type { StateValue } from '../stateValue.js';

/** An epoch of which some steps are done. */
export interface PartialEpoch {
  /** Steps that are done. */
  readonly step: number;
  /** Learning rate of the latest step; NaN before the first. */
  readonly learningRate: number;
  /** State of the `RunningMetrics` over the steps that are done. */
  readonly metrics: StateValue;
}

/** State of one callback at the moment of a save. */
export interface CallbackRecord {
  readonly name: string;
  /** What `state()` returned; absent where the callback has none. */
  readonly state?: StateValue | undefined;
  /** Whether the callback has not been notified yet of the end of the previous epoch. */
  readonly isPending?: boolean | undefined;
}

/**
 * How far a training is, apart from weights and optimizer. With it the next `fit` resumes as if training had never
 * stopped.
 */
export interface ResumeState {
  /** Index of the first epoch of the training, from which steps are counted. */
  readonly firstEpoch: number;
  /** Index of the epoch under way, or else of the next one. */
  readonly epoch: number;
  /**
   * What the order of the samples depends on: number of samples, batch size, shuffling, seed. The rest of a partial epoch
   * is only trained where it is equal, as other data would have other batches left.
   */
  readonly dataSignature: Json;
  readonly partialEpoch?: PartialEpoch | undefined;
  /** Logs of the previous epoch, while callbacks are being notified of its end. */
  readonly endedEpoch?: EpochLogs | undefined;
  readonly callbacks: readonly CallbackRecord[];
}

// The keys of the saved form are part of the file format: files of earlier versions have them, so they stay.

/** The saved form of a `ResumeState`. */
export function encodeResumeState(state: ResumeState): StateValue {
  const { firstEpoch, epoch, dataSignature, partialEpoch, endedEpoch, callbacks } = state;
  return {
    firstEpoch,
    epoch,
    feed: dataSignature,
    part: partialEpoch && {
      step: partialEpoch.step,
      learningRate: partialEpoch.learningRate,
      score: partialEpoch.metrics,
    },
    ended: endedEpoch && encodeLogs(endedEpoch),
    callbacks: callbacks.map(({ name, state, isPending }) => ({ name, state, isUntold: isPending })),
  };
}

/** Logs without their times, so that the same training writes the same bytes. */
function encodeLogs(logs: EpochLogs): StateValue {
  const values = Object.entries(logs).filter(([name]) => !TIMES.includes(name));
  return Object.fromEntries(
    values.map(([name, value]) => [
      name,
      typeof value === 'object' ? { data: value.data as Float64Array, shape: [...value.shape] } : value,
    ]),
  );
}

const TIMES = ['seconds', 'samplesPerSecond'];

/**
 * Reads what `encodeResumeState` wrote.
 *
 * @throws DataError, ArgumentError for anything else
 */
export function decodeResumeState(value: StateValue, operation: string): ResumeState {
  const { firstEpoch, epoch, feed, part, ended, callbacks } = fields(value, 'training', operation);
  if (!Array.isArray(callbacks)) throw invalidState('callbacks', callbacks, operation);
  return {
    firstEpoch: integer(firstEpoch, 'firstEpoch', operation, 0),
    epoch: integer(epoch, 'epoch', operation, 0),
    // Not checked: the signature is only compared with that of the next fit.
    dataSignature: (feed ?? null) as Json,
    partialEpoch: part === undefined ? undefined : decodePartialEpoch(part, operation),
    endedEpoch: ended === undefined ? undefined : decodeLogs(ended, operation),
    callbacks: callbacks.map((record: StateValue) => {
      const { name, state, isUntold } = fields(record, 'a callback', operation);
      if (typeof name !== 'string') throw invalidState('the name of a callback', name, operation);
      return { name, state, isPending: isUntold === true };
    }),
  };
}

function decodePartialEpoch(value: StateValue, operation: string): PartialEpoch {
  const { step, learningRate, score } = fields(value, 'a partial epoch', operation);
  if (typeof learningRate !== 'number' || score === undefined)
    throw invalidState('a partial epoch', learningRate, operation);
  return { step: integer(step, 'step', operation, 0), learningRate, metrics: score };
}

function decodeLogs(value: StateValue, operation: string): EpochLogs {
  const { loss, epoch, ...others } = fields(value, 'the end of an epoch', operation);
  if (typeof loss !== 'number') throw invalidState('the loss of an epoch', loss, operation);
  // Times are not saved.
  const times = { seconds: NaN, samplesPerSecond: NaN };
  return { loss, ...others, epoch: integer(epoch, 'epoch', operation, 0), ...times };
}

type Fields = Readonly<Record<string, StateValue | undefined>>;

function fields(value: StateValue | undefined, what: string, operation: string): Fields {
  const isObject = typeof value === 'object' && value !== null;
  if (isObject && !Array.isArray(value) && !ArrayBuffer.isView(value)) return value as Fields;
  throw invalidState(what, value, operation);
}

function invalidState(what: string, value: unknown, operation: string): DataError {
  return new DataError({
    code: 'training-state',
    operation,
    actual: `the file holds ${show(value)} as the state of ${what}`,
    expected: 'the state that save writes',
    remedy: 'load a file that save wrote',
  });
}
