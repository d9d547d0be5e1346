import { boolean, checkOptions, integer, number } from '../../checks.js';
import { Monitor, type MonitorMode } from '../metrics/monitor.js';
import type { Callback, TrainingRun } from './callback.js';
import { checkState, readWeightsState, type Weights, weightsState } from './state.js';

export interface EarlyStoppingOptions {
  /** The figure of the epoch that should improve; `valLoss` by default. */
  readonly monitor?: string | undefined;
  /** What an improvement has to exceed, as a difference; 0 by default. */
  readonly minDelta?: number | undefined;
  /** Epochs without improvement after which training stops; 0 by default. */
  readonly patience?: number | undefined;
  /** Whether the figure shall become small or large; by default, `auto`, by its name. */
  readonly mode?: MonitorMode | undefined;
  /** A value that has to be improved on, too, for the patience to begin anew. */
  readonly baseline?: number | undefined;
  /**
   * Whether training ends with the weights of the best epoch, however it ends; false by default. Where a later `fit`
   * goes on with it, it does so with the weights of the last step.
   */
  readonly restoreBestWeights?: boolean | undefined;
  /** Index of the first epoch that counts; 0 by default. */
  readonly startFromEpoch?: number | undefined;
}

/** The callback, which tells afterwards which epoch was best. */
export interface EarlyStopping extends Callback {
  /** Index of the best epoch; undefined before the first that counts. */
  readonly bestEpoch: number | undefined;
  /** Its figure. */
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

/** What is known of the epochs so far. */
interface Known {
  wait: number;
  best: number;
  /** -1 before the first. */
  bestEpoch: number;
  /** Whether training was told to stop. */
  hasStopped: boolean;
}

interface Progress {
  readonly run: TrainingRun;
  readonly known: Known;
  bestWeights: Weights | undefined;
  /** Those that training ended with, where the model has the best. */
  lastWeights: Weights | undefined;
  isOver: boolean;
}

/**
 * Stops training when a figure has not improved for `patience` epochs. Keras' EarlyStopping, with its defaults.
 *
 * What it knows is saved with the model: a training that goes on from a checkpoint stops where it would have stopped
 * uninterrupted, with the same best weights. After a training that it stopped itself, it begins anew.
 *
 * @throws ArgumentError for options out of range or, when training begins, where the figure will be missing
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
  const restores = boolean(options.restoreBestWeights ?? false, 'restoreBestWeights', 'earlyStopping');
  const start = integer(options.startFromEpoch ?? 0, 'startFromEpoch', 'earlyStopping', 0);
  const isBetter = (value: number, than: number) => monitor.isBetter(value, than, minDelta);
  let progress: Progress | undefined;

  return {
    name: `earlyStopping ${monitor.name} ${monitor.direction}`,
    get bestEpoch() {
      return isKnown(progress) ? progress.known.bestEpoch : undefined;
    },
    get best() {
      return isKnown(progress) ? progress.known.best : undefined;
    },
    onTrainBegin(run) {
      monitor.expectIn(run.metricNames);
      const known = { wait: 0, best: monitor.worst, bestEpoch: -1, hasStopped: false };
      progress = { run, known, bestWeights: undefined, lastWeights: undefined, isOver: false };
    },
    state() {
      if (!progress || progress.isOver) return undefined;
      const { known, bestWeights, lastWeights } = progress;
      return {
        known: { ...known },
        // The model has them already.
        bestWeights: weightsState(lastWeights ? undefined : bestWeights),
        lastWeights: weightsState(lastWeights),
      };
    },
    restore(state) {
      if (!progress) return;
      const { run, known } = progress;
      checkState(state, { known: { ...known }, bestWeights: null, lastWeights: null }, 'earlyStopping');
      const own = run.model.getWeights();
      const last = readWeightsState(state.lastWeights, own, 'earlyStopping');
      const best = last ? own : readWeightsState(state.bestWeights, own, 'earlyStopping');
      if (restores) progress.bestWeights = best;
      Object.assign(known, state.known);
      if (last) run.model.setWeights(last);
      if (known.hasStopped) run.stop(reason(monitor.name, known));
    },
    onEpochEnd(epoch, logs) {
      if (!progress || epoch < start) return;
      const { known, run } = progress;
      const value = monitor.read(logs);
      known.wait++;
      if (isBetter(value, known.best)) {
        known.best = value;
        known.bestEpoch = epoch;
        if (restores) progress.bestWeights = run.model.getWeights();
        if (goal === undefined || isBetter(value, goal)) known.wait = 0;
        return;
      }
      known.hasStopped = known.wait >= patience;
      if (known.hasStopped) run.stop(reason(monitor.name, known));
    },
    onTrainEnd() {
      if (!progress) return;
      const { bestWeights, known, run } = progress;
      progress.isOver = known.hasStopped;
      if (!bestWeights) return;
      progress.lastWeights = run.model.getWeights();
      run.model.setWeights(bestWeights);
    },
  };
}

function isKnown(progress: Progress | undefined): progress is Progress {
  return progress !== undefined && progress.known.bestEpoch >= 0;
}

function reason(monitor: string, { wait, best, bestEpoch }: Known): string {
  const epochs = wait === 1 ? '1 epoch' : `${wait} epochs`;
  const where = bestEpoch < 0 ? '' : ` (best: ${best.toPrecision(4)} in epoch ${bestEpoch + 1})`;
  return `${monitor} did not improve for ${epochs}${where}`;
}
