import type { Dataset, Targets } from '../../backend/backend.js';
import type { Callback, TrainedModel, TrainingRun } from '../callbacks/callback.js';
import type { Training } from '../contracts.js';
import type { Json } from '../registry.js';
import type { EpochLogs, History, Position } from '../callbacks/history.js';
import type { MetricValue } from '../metrics/metric.js';
import type { Executor } from '../compile/executor.js';
import { Progress } from './resumePoint.js';
import { inOrder } from '../samples/batches.js';
import { rates } from '../schedules/rates.js';
import { metricNames, RunningMetrics, validationName } from './runningMetrics.js';
import { TimeSlicer } from './timeSlicer.js';
import { EpochState } from './epochState.js';
import type { TrainingState } from './resumeState.js';

/** What all ways of training share. */
export interface Run {
  readonly epochs: number;
  readonly initialEpoch: number;
  /** Whether it may be the epoch in which the training before ended. */
  readonly mayGoOn: boolean;
  readonly batchSize: number;
  readonly network: Executor;
  readonly training: Training;
  readonly model: TrainedModel;
  /** Evaluates on the validation data, where there are some. */
  readonly validate: (() => Readonly<Record<string, MetricValue>>) | undefined;
  readonly callbacks: readonly Callback[];
  readonly signal: AbortSignal | undefined;
  readonly history: History;
  /** How the samples come, on which an epoch's order depends. */
  readonly feed: Json;
  /** Where the training before stood. */
  readonly before: TrainingState | undefined;
  /** Called when nothing stands in the way of the training any more. */
  readonly begin: (history: History, progress: Progress) => void;
  /** Counts an epoch that is about to be trained. */
  readonly beginEpoch: () => void;
}

/** A data set that is trained in epochs. */
export interface DatasetRun extends Run {
  readonly samples: number;
  readonly steps: number;
  readonly data: Dataset;
  readonly targets: readonly Targets[];
  /**
   * The orders of `count` epochs, one behind the other, of which the first begins `ahead` epochs after the one that
   * was begun last; nothing for the data's own order.
   */
  readonly shuffle:
    ((epoch: number, ahead: number, count: number, samples: number) => Uint32Array) | undefined;
}

/** Ends a run early: by a callback's wish, or for what `trainEpoch` finds. */
export interface Epoch {
  readonly tally: EpochState;
  /** Index of the first epoch of the training, which may have begun in an earlier call. */
  readonly firstEpoch: number;
  /** Whether to go on; notes in the history why not. */
  ask(): boolean;
  /** After some steps: callbacks, then a turn of the event loop where it is due. Answers whether to go on. */
  after(result: { diverged: boolean }, steps: number): Promise<boolean>;
}

/** Trains epoch by epoch, in slices between which the event loop gets its turns. */
export async function train(run: DatasetRun): Promise<void> {
  const trainEpoch = async (epoch: Epoch, slicer: TimeSlicer) => {
    const order = run.shuffle?.(epoch.tally.epoch, 0, 1, run.samples) ?? inOrder(run.samples);
    let isGoing = true;
    while (isGoing && epoch.tally.step < run.steps) {
      const left = Math.min(run.steps - epoch.tally.step, stepsToCallback(run, epoch));
      const diverged = slicer.run(left, (count) => trainSlice(run, epoch.tally, order, count));
      isGoing = await epoch.after({ diverged }, run.steps);
    }
  };
  const together = isQuiet(run)
    ? (index: number, slicer: TimeSlicer) => trainEpochs(run, index, slicer)
    : undefined;
  await runEpochs(run, { steps: run.steps, samples: run.samples }, trainEpoch, together);
}

/**
 * The frame of a run: callbacks, status and validation around the given way to train one epoch.
 *
 * @param together trains several epochs from one on where they are short, and answers how many it finished
 */
export async function runEpochs(
  run: Run,
  size: { readonly steps: number; readonly samples: number },
  trainEpoch: (epoch: Epoch, slicer: TimeSlicer) => Promise<void>,
  together: (index: number, slicer: TimeSlicer) => number = () => 0,
): Promise<void> {
  const { callbacks, epochs, history, initialEpoch, batchSize, model, network, training } = run;
  let stop: string | undefined;
  const progress = new Progress(run);
  const begun: TrainingRun = {
    epochs,
    initialEpoch,
    batchSize,
    ...size,
    figures: metricNames(network.plan, training, run.validate !== undefined),
    model,
    stop(reason) {
      stop = reason;
      progress.stop();
    },
  };
  training.optimizer.schedule.expect(begun.figures);
  run.begin(history, progress);
  /** Notes in the history why training does not go on. */
  const isGoing = (at: Position): boolean => {
    if (stop !== undefined) history.end('stopped', at, stop);
    else if (run.signal?.aborted) history.end('aborted', at);
    return history.status === 'running';
  };
  const tellOfEnd = async (logs: EpochLogs) => {
    for (let callback = progress.next(); callback; callback = progress.next())
      await callback.onEpochEnd?.(logs.epoch, logs);
    if (stop === undefined) progress.told();
    else history.end('stopped', undefined, stop);
  };
  // Short fits in a loop must not keep other events, nor the freeing of memory, from their turn.
  const slicer = new TimeSlicer();
  const started: Callback[] = [];
  try {
    for (const callback of callbacks) {
      await callback.onTrainBegin?.(begun);
      started.push(callback);
    }
    // What they did to the weights in the end is undone from the last one on.
    for (const callback of [...callbacks].reverse()) progress.restore(callback);
    progress.begin();
    await slicer.yieldToEventLoop();
    if (progress.ended) await tellOfEnd(progress.ended);
    let index = initialEpoch;
    while (index < epochs && history.status === 'running') {
      if (!isGoing(progress.here)) break;
      const finished = progress.isAmidEpoch ? 0 : together(index, slicer);
      if (finished > 0 || hasEnded(history)) {
        index += finished;
        progress.moveTo(index);
        if (slicer.isTurnDue) await slicer.yieldToEventLoop();
        continue;
      }
      for (const callback of callbacks) await callback.onEpochBegin?.(index);
      const isNew = !progress.isAmidEpoch;
      const tally = new EpochState(index, new RunningMetrics(network.plan, training));
      const ask = () => isGoing(tally.position);
      const after = async ({ diverged }: { diverged: boolean }, steps: number) => {
        if (diverged) {
          history.end('diverged', tally.position);
          progress.moveTo(index);
          return false;
        }
        await afterBatch(callbacks, tally, steps);
        if (slicer.isTurnDue) await slicer.yieldToEventLoop();
        return tally.step >= steps || ask();
      };
      if (!isGoing(progress.here)) break;
      progress.beginEpoch(tally);
      if (isNew) run.beginEpoch();
      await trainEpoch({ tally, firstEpoch: progress.firstEpoch, ask, after }, slicer);
      if (hasEnded(history)) break;
      const logs = withValidation(run, tally);
      history.record(logs);
      training.optimizer.schedule.observe(logs);
      progress.endEpoch(logs);
      await tellOfEnd(logs);
      index++;
    }
    if (history.status === 'running') history.end('completed');
  } catch (error) {
    history.end('failed');
    // What went wrong first is told.
    await endAll(started, history).catch(() => undefined);
    progress.close();
    throw error;
  }
  await endAll(started, history).finally(() => {
    progress.told();
    progress.close();
  });
}

/** Each is told, whatever others throw; the first failure comes out. */
async function endAll(callbacks: readonly Callback[], history: History): Promise<void> {
  const failures: unknown[] = [];
  for (const callback of callbacks) {
    try {
      await callback.onTrainEnd?.(history);
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
}

/** Whether a callback wants to be told of batches. */
export const hearsBatches = (callback: Callback): boolean => 'onBatchEnd' in callback;

/** Figures are worked out only where someone looks at them. */
async function afterBatch(callbacks: readonly Callback[], tally: EpochState, steps: number): Promise<void> {
  const listening = callbacks.filter(hearsBatches);
  if (listening.length === 0) return;
  const logs = { ...tally.logs(), step: tally.step, steps };
  for (const callback of listening) await callback.onBatchEnd?.(tally.step - 1, logs);
}

/**
 * The learning rates of the next steps; they are counted over all calls, as the optimizer counts them.
 *
 * @param steps of each epoch, where they are those of several
 */
export function nextRates(
  network: Executor,
  training: Training,
  epoch: number,
  count: number,
  steps = count,
): Float64Array {
  const { schedule } = training.optimizer;
  const first = schedule.per === 'epoch' ? epoch * steps : network.program.steps;
  return rates(schedule, first, count, steps);
}

/** Told apart from the loop's own condition, as it changes meanwhile. */
function hasEnded({ status }: History): boolean {
  return status !== 'running';
}

/** Trains some steps in one call; answers whether the loss diverged. */
function trainSlice(run: DatasetRun, tally: EpochState, order: Uint32Array, count: number): boolean {
  const { batchSize, data, network, targets, training } = run;
  const from = tally.step;
  const samples = order.subarray(from * batchSize, (from + count) * batchSize);
  const learningRates = nextRates(network, training, tally.epoch, count);
  const result = network.program.train(data, samples, learningRates, tally.score.totals);
  tally.step += result.steps;
  tally.learningRate = learningRates[Math.max(result.steps - 1, 0)] ?? NaN;
  tally.score.add(result, network.program, targets, samples);
  return result.diverged;
}

/** Most samples whose order is made in one call. */
const MOST_ORDERED = 1 << 16;

/** Whether nobody looks at the training between two epochs. */
function isQuiet({ callbacks, validate, training }: Run): boolean {
  const isIdle = (callback: Callback) =>
    !('onEpochBegin' in callback || 'onEpochEnd' in callback || hearsBatches(callback));
  return (
    callbacks.every(isIdle) &&
    !validate &&
    training.metrics.length === 0 &&
    !training.optimizer.schedule.isObserver
  );
}

/** Trains as many whole epochs as fill a slice in one call; answers how many came to their end. */
function trainEpochs(run: DatasetRun, first: number, slicer: TimeSlicer): number {
  const { data, history, network, samples, steps, targets, training } = run;
  const fitting = Math.min(slicer.stepsPerSlice / steps, MOST_ORDERED / samples, run.epochs - first);
  const count = Math.floor(fitting);
  if (count < 2) return 0;
  const order = run.shuffle?.(first, 1, count, samples) ?? repeated(inOrder(samples), count);
  const learningRates = nextRates(network, training, first, count * steps, steps);
  const start = performance.now();
  const result = slicer.run(count * steps, () =>
    network.program.train(data, order, learningRates, undefined, samples),
  );
  const seconds = (performance.now() - start) / 1000 / count;
  // A last epoch that left bad weights behind does not count as one.
  const isWeighted = targets.some(({ weights }) => weights);
  const finished = result.diverged ? result.finished.slice(0, count - 1) : result.finished;
  finished.forEach((totals, i) => {
    run.beginEpoch();
    const tally = new EpochState(first + i, new RunningMetrics(network.plan, training), seconds);
    tally.learningRate = learningRates[(i + 1) * steps - 1] ?? NaN;
    const own = isWeighted ? order.subarray(i * samples, (i + 1) * samples) : undefined;
    tally.score.add(totals, network.program, targets, own);
    history.record(tally.logs());
  });
  if (result.diverged) {
    run.beginEpoch();
    const epoch = first + finished.length;
    history.end('diverged', { epoch, step: Math.max(result.steps - finished.length * steps, 0) });
  }
  return finished.length;
}

/** Steps until a callback wants its turn. */
function stepsToCallback({ callbacks, steps }: DatasetRun, { tally, firstEpoch }: Epoch): number {
  const done = (tally.epoch - firstEpoch) * steps + tally.step;
  const waits = callbacks.map(({ batchInterval = Infinity }) => batchInterval - (done % batchInterval));
  return Math.min(Infinity, ...waits.filter((wait) => !Number.isNaN(wait)));
}

function repeated(order: Uint32Array, count: number): Uint32Array {
  const result = new Uint32Array(count * order.length);
  for (let i = 0; i < count; i++) result.set(order, i * order.length);
  return result;
}

function withValidation({ validate }: Run, tally: EpochState): EpochLogs {
  if (!validate) return tally.logs();
  const figures = Object.entries(validate()).map(([name, value]) => [validationName(name), value]);
  return tally.logs(Object.fromEntries(figures) as Record<string, MetricValue>);
}
