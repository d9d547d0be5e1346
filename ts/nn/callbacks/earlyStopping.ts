import { boolean, checkOptions, integer, number } from '../../checks.js';
import { Monitor, type MonitorMode } from '../monitor.js';
import type { Callback, TrainedModel, TrainingRun } from './callback.js';

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
  /** Whether training ends with the weights of the best epoch, however it ends; false by default. */
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
interface Progress {
  readonly run: TrainingRun;
  wait: number;
  best: number;
  bestEpoch: number | undefined;
  bestWeights: ReturnType<TrainedModel['getWeights']> | undefined;
}

/**
 * Stops training when a figure has not improved for `patience` epochs. Keras' EarlyStopping, with its defaults.
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
    get bestEpoch() {
      return progress?.bestEpoch;
    },
    get best() {
      return progress?.bestEpoch === undefined ? undefined : progress.best;
    },
    onTrainBegin(run) {
      monitor.expectIn(run.figures);
      progress = { run, wait: 0, best: monitor.worst, bestEpoch: undefined, bestWeights: undefined };
    },
    onEpochEnd(epoch, logs) {
      if (!progress || epoch < start) return;
      const value = monitor.read(logs);
      progress.wait++;
      if (isBetter(value, progress.best)) {
        progress.best = value;
        progress.bestEpoch = epoch;
        if (restores) progress.bestWeights = progress.run.model.getWeights();
        if (goal === undefined || isBetter(value, goal)) progress.wait = 0;
        return;
      }
      if (progress.wait >= patience) progress.run.stop(reason(monitor.name, progress));
    },
    onTrainEnd() {
      if (progress?.bestWeights) progress.run.model.setWeights(progress.bestWeights);
    },
  };
}

function reason(monitor: string, { wait, best, bestEpoch }: Progress): string {
  const epochs = wait === 1 ? '1 epoch' : `${wait} epochs`;
  const where = bestEpoch === undefined ? '' : ` (best: ${best.toPrecision(4)} in epoch ${bestEpoch + 1})`;
  return `${monitor} did not improve for ${epochs}${where}`;
}
