import { integer, show } from '../../checks.js';
import { DataError } from '../../errors.js';
import type { EpochLogs } from '../callbacks/history.js';
import type { Json } from '../registry.js';
import type { StateValue } from '../stateValue.js';

/** An epoch of which some steps are done. */
export interface EpochPart {
  readonly step: number;
  /** Of the latest step; NaN before the first. */
  readonly learningRate: number;
  readonly score: StateValue;
}

export interface CallbackRecord {
  readonly name: string;
  /** Absent where it needs none. */
  readonly state?: StateValue | undefined;
  /** Whether it does not know yet that the epoch before ended. */
  readonly isUntold?: boolean | undefined;
}

/** Where a training stands, apart from the network: with it, the next `fit` goes on as if there had been no end. */
export interface TrainingState {
  /** Index of the first epoch, from which steps are counted. */
  readonly firstEpoch: number;
  /** Index of the epoch under way, or else of the next. */
  readonly epoch: number;
  /** How its samples come: with others, the rest of an epoch would be none. */
  readonly feed: Json;
  readonly part?: EpochPart | undefined;
  /** Of the epoch before, where callbacks are being told of its end. */
  readonly ended?: EpochLogs | undefined;
  readonly callbacks: readonly CallbackRecord[];
}

/** The same as a value that a file can hold. */
export function trainingStateValue({ ended, part, callbacks, ...rest }: TrainingState): StateValue {
  return {
    ...rest,
    part: part && { ...part },
    ended: ended && figuresOf(ended),
    callbacks: callbacks.map((record) => ({ ...record })),
  };
}

/** Without the times: a file is the same whenever it is written. */
function figuresOf(logs: EpochLogs): StateValue {
  const figures = Object.entries(logs).filter(([name]) => !TIMES.includes(name));
  return Object.fromEntries(
    figures.map(([name, value]) => [
      name,
      typeof value === 'object' ? { data: value.data as Float64Array, shape: [...value.shape] } : value,
    ]),
  );
}

const TIMES = ['seconds', 'samplesPerSecond'];

/**
 * Reads what `trainingStateValue` made.
 *
 * @throws DataError, ArgumentError for something else
 */
export function readTrainingState(value: StateValue, operation: string): TrainingState {
  const { firstEpoch, epoch, feed, part, ended, callbacks } = fields(value, 'state of training', operation);
  if (!Array.isArray(callbacks)) throw noState('callbacks', callbacks, operation);
  return {
    firstEpoch: integer(firstEpoch, 'firstEpoch', operation, 0),
    epoch: integer(epoch, 'epoch', operation, 0),
    // Only compared with another one.
    feed: (feed ?? null) as Json,
    part: part === undefined ? undefined : readPart(part, operation),
    ended: ended === undefined ? undefined : readLogs(ended, operation),
    callbacks: callbacks.map((record: StateValue) => {
      const { name, state, isUntold } = fields(record, 'record of a callback', operation);
      if (typeof name !== 'string') throw noState('name of a callback', name, operation);
      return { name, state, isUntold: isUntold === true };
    }),
  };
}

function readPart(value: StateValue, operation: string): EpochPart {
  const { step, learningRate, score } = fields(value, 'part of an epoch', operation);
  if (typeof learningRate !== 'number' || score === undefined)
    throw noState('part of an epoch', learningRate, operation);
  return { step: integer(step, 'step', operation, 0), learningRate, score };
}

function readLogs(value: StateValue, operation: string): EpochLogs {
  const { loss, epoch, ...figures } = fields(value, 'end of an epoch', operation);
  if (typeof loss !== 'number') throw noState('loss of an epoch', loss, operation);
  // How long it took nobody knows any more.
  const times = { seconds: NaN, samplesPerSecond: NaN };
  return { loss, ...figures, epoch: integer(epoch, 'epoch', operation, 0), ...times };
}

type Fields = Readonly<Record<string, StateValue | undefined>>;

function fields(value: StateValue | undefined, what: string, operation: string): Fields {
  const isObject = typeof value === 'object' && value !== null;
  if (isObject && !Array.isArray(value) && !ArrayBuffer.isView(value)) return value as Fields;
  throw noState(what, value, operation);
}

function noState(what: string, value: unknown, operation: string): DataError {
  return new DataError({
    code: 'training-state',
    operation,
    actual: `the ${what} in the file is ${show(value)}`,
    expected: 'it must be as save writes it',
    remedy: 'load a file that save wrote',
  });
}
