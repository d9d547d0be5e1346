import { boolean, checkOptions, integer, number } from '../../checks.js';
import { Monitor, type MonitorMode } from '../metrics/monitor.js';
import type { Callback, TrainingRun } from './callback.js';
import { checkState, readWeightsState, type SavedWeights, weightsState } from './state.js';

export interface EarlyStoppingOptions {
  /** Name of the metric that should improve from epoch to epoch; `valLoss` by default. */
  readonly monitor?: string | undefined;
  /** Smallest change that counts as an improvement; 0 by default. */
  readonly minDelta?: number | undefined;
  /** Number of epochs without improvement after which training stops; 0 by default. */
  readonly patience?: number | undefined;
  /** Whether the metric should become small (`min`) or large (`max`); by default, `auto`, decided by its name. */
  readonly mode?: MonitorMode | undefined;
  /** An improvement resets the patience only if it is also better than this value. */
  readonly baseline?: number | undefined;
  /**
   * Whether the model gets the weights of the best epoch when training ends, however it ends; false by default. A
   * later `fit` that resumes this training starts from the weights of the last step.
   */
  readonly restoreBestWeights?: boolean | undefined;
  /** Index of the first epoch that counts; 0 by default. */
  readonly startFromEpoch?: number | undefined;
}

/** The callback, whose properties name the best epoch after training. */
export interface EarlyStopping extends Callback {
  /** Index of the best epoch; undefined before the first epoch that counts. */
  readonly bestEpoch: number | undefined;
  /** Value of the metric in the best epoch; undefined before the first epoch that counts. */
  readonly best: number | undefined;
}

const OPTIONS = [
  'monitor',
  'minDelta',
  'patience',
  'mode',
  'baseline',
  'restoreBestWeights',
  'startFromEpoch',
];

/** The comparison of the epochs so far; saved with the model. */
interface Comparison {
  /** Number of epochs since the last improvement. */
  wait: number;
  /** Best value of the metric. */
  best: number;
  /** Index of the best epoch; -1 before the first epoch that counts. */
  bestEpoch: number;
  /** Whether this callback has stopped the training. */
  hasStopped: boolean;
}

/** State of the callback during one training. */
interface Progress {
  readonly run: TrainingRun;
  readonly comparison: Comparison;
  bestWeights: SavedWeights | undefined;
  /** Weights of the last step, once `onTrainEnd` has given the model the best ones. */
  lastWeights: SavedWeights | undefined;
  /** Whether the training ended because this callback stopped it, so that a later one starts a new comparison. */
  isOver: boolean;
}

/**
 * Stops training when a metric has not improved for `patience` epochs. Keras' EarlyStopping, with its defaults.
 *
 * Its state is saved with the model: a training that resumes from a checkpoint stops in the same epoch as if it had
 * never been interrupted, with the same best weights. After it has stopped a training, the next one starts a new
 * comparison.
 *
 * @throws ArgumentError for options out of range or, when training begins, if its logs will not contain the metric
 * @example
 * const stopping = callbacks.earlyStopping({ patience: 5, restoreBestWeights: true });
 * await net.fit(x, y, { epochs: 100, validationSplit: 0.2, callbacks: [stopping] });
 */
export function earlyStopping(options: EarlyStoppingOptions = {}): EarlyStopping {
  checkOptions(options, OPTIONS, 'earlyStopping');
  const { baseline } = options;
  const monitor = new Monitor(options.monitor ?? 'valLoss', options.mode ?? 'auto', 'earlyStopping');
  const minDelta = number(options.minDelta ?? 0, 'minDelta', 'earlyStopping', { lowest: 0 });
  const patience = integer(options.patience ?? 0, 'patience', 'earlyStopping', 0);
  const goal = baseline === undefined ? undefined : number(baseline, 'baseline', 'earlyStopping');
  const restoresBest = boolean(options.restoreBestWeights ?? false, 'restoreBestWeights', 'earlyStopping');
  const start = integer(options.startFromEpoch ?? 0, 'startFromEpoch', 'earlyStopping', 0);
  const isBetter = (value: number, than: number) => monitor.isBetter(value, than, minDelta);
  let progress: Progress | undefined;

  return {
    name: `earlyStopping ${monitor.name} ${monitor.direction}`,
    get bestEpoch() {
      return hasBest(progress) ? progress.comparison.bestEpoch : undefined;
    },
    get best() {
      return hasBest(progress) ? progress.comparison.best : undefined;
    },
    onTrainBegin(run) {
      monitor.expectIn(run.metricNames);
      const comparison = { wait: 0, best: monitor.worst, bestEpoch: -1, hasStopped: false };
      progress = { run, comparison, bestWeights: undefined, lastWeights: undefined, isOver: false };
    },
    state() {
      if (!progress || progress.isOver) return undefined;
      const { comparison, bestWeights, lastWeights } = progress;
      return {
        known: { ...comparison },
        // Once there are last weights, the model itself has the best ones, and the save contains them already.
        bestWeights: weightsState(lastWeights ? undefined : bestWeights),
        lastWeights: weightsState(lastWeights),
      };
    },
    restore(state) {
      if (!progress) return;
      const { run, comparison } = progress;
      checkState(state, { known: { ...comparison }, bestWeights: null, lastWeights: null }, 'earlyStopping');
      const modelWeights = run.model.getWeights();
      const last = readWeightsState(state.lastWeights, modelWeights, 'earlyStopping');
      const best = last ? modelWeights : readWeightsState(state.bestWeights, modelWeights, 'earlyStopping');
      if (restoresBest) progress.bestWeights = best;
      Object.assign(comparison, state.known);
      if (last) run.model.setWeights(last);
      if (comparison.hasStopped) run.stop(reason(monitor.name, comparison));
    },
    onEpochEnd(epoch, logs) {
      if (!progress || epoch < start) return;
      const { comparison, run } = progress;
      const value = monitor.read(logs);
      comparison.wait++;
      if (isBetter(value, comparison.best)) {
        comparison.best = value;
        comparison.bestEpoch = epoch;
        if (restoresBest) progress.bestWeights = run.model.getWeights();
        if (goal === undefined || isBetter(value, goal)) comparison.wait = 0;
        return;
      }
      comparison.hasStopped = comparison.wait >= patience;
      if (comparison.hasStopped) run.stop(reason(monitor.name, comparison));
    },
    onTrainEnd() {
      if (!progress) return;
      const { bestWeights, comparison, run } = progress;
      progress.isOver = comparison.hasStopped;
      if (!bestWeights) return;
      progress.lastWeights = run.model.getWeights();
      run.model.setWeights(bestWeights);
    },
  };
}

function hasBest(progress: Progress | undefined): progress is Progress {
  return progress !== undefined && progress.comparison.bestEpoch >= 0;
}

function reason(monitor: string, { wait, best, bestEpoch }: Comparison): string {
  const epochs = wait === 1 ? '1 epoch' : `${wait} epochs`;
  const where = bestEpoch < 0 ? '' : ` (best: ${best.toPrecision(4)} in epoch ${bestEpoch + 1})`;
  return `${monitor} did not improve for ${epochs}${where}`;
}
