import { boolean, checkOptions, number, positiveInteger } from '../../checks.js';
import { Monitor, type MonitorMode } from '../metrics/monitor.js';
import type { Callback, TrainingRun } from './callback.js';
import type { BatchLogs, EpochLogs } from './history.js';
import { missingName, pathTemplate } from './pathTemplate.js';
import { checkState } from './state.js';

export interface ModelCheckpointOptions {
  /**
   * Path of the file. Names in braces are replaced by numbers: `{epoch}` and `{batch}`, both counted from 1, and the
   * metrics of the logs, such as `{valLoss}`; formats are written as in Python: `{epoch:03d}`, `{valLoss:.2f}`.
   */
  readonly path: string;
  /** Name of the metric that decides which model is best; `valLoss` by default. */
  readonly monitor?: string | undefined;
  /** Whether a model is saved only if it is better than all previous ones; false by default. */
  readonly saveBestOnly?: boolean | undefined;
  /** Whether only the weights are saved; by default the whole model, from which training can resume exactly. */
  readonly saveWeightsOnly?: boolean | undefined;
  /** Whether the metric should become small (`min`) or large (`max`); by default, `auto`, decided by its name. */
  readonly mode?: MonitorMode | undefined;
  /** When to save: after each `epoch` (the default), or each time after this number of batches. */
  readonly frequency?: 'epoch' | number | undefined;
  /** With `saveBestOnly`, the value that the first saved model must improve on. */
  readonly initialValueThreshold?: number | undefined;
}

const OPTIONS = [
  'path',
  'monitor',
  'saveBestOnly',
  'saveWeightsOnly',
  'mode',
  'frequency',
  'initialValueThreshold',
];

/**
 * Saves the model during training, after each epoch or every few batches, or only the best one. An interrupted save
 * leaves the previous file as it was. Keras' ModelCheckpoint, with its defaults. The best value so far is saved with
 * the model, so that a training that resumes compares with it.
 *
 * @throws ArgumentError for options out of range or, when training begins, if its logs will not contain a metric
 * @example
 * const saving = callbacks.modelCheckpoint({ path: 'best.safetensors', monitor: 'valAccuracy', saveBestOnly: true });
 */
export function modelCheckpoint(options: ModelCheckpointOptions): Callback {
  checkOptions(options, OPTIONS, 'modelCheckpoint');
  const path = pathTemplate(options.path, 'modelCheckpoint');
  const { frequency = 'epoch', initialValueThreshold } = options;
  const batches =
    frequency === 'epoch' ? undefined : positiveInteger(frequency, 'frequency', 'modelCheckpoint');
  const bestOnly = boolean(options.saveBestOnly ?? false, 'saveBestOnly', 'modelCheckpoint');
  const weightsOnly = boolean(options.saveWeightsOnly ?? false, 'saveWeightsOnly', 'modelCheckpoint');
  const monitor = bestOnly
    ? new Monitor(options.monitor ?? 'valLoss', options.mode ?? 'auto', 'modelCheckpoint')
    : undefined;
  const threshold =
    initialValueThreshold === undefined
      ? undefined
      : number(initialValueThreshold, 'initialValueThreshold', 'modelCheckpoint');
  let run: TrainingRun | undefined;
  let progress = startProgress(threshold ?? monitor?.worst ?? 0);

  const save = async (logs: EpochLogs | BatchLogs, batch: number) => {
    if (monitor) {
      const value = monitor.read(logs);
      if (!monitor.isBetter(value, progress.best)) return;
      progress.best = value;
    }
    const file = path.fill({ ...logs, epoch: logs.epoch + 1, batch });
    await (weightsOnly ? run?.model.saveWeights(file) : run?.model.save(file));
  };

  const begin = (runInfo: TrainingRun) => {
    // Logs of a batch have no validation metrics, as validation takes place after an epoch.
    const metricNames =
      batches === undefined
        ? runInfo.metricNames
        : runInfo.metricNames.filter((name) => !/^val[A-Z]/.test(name));
    monitor?.expectIn(metricNames);
    const names = ['epoch', 'batch', ...metricNames];
    for (const name of path.names) {
      if (!names.includes(name)) throw missingName(name, names, 'modelCheckpoint');
    }
    run = runInfo;
    progress = startProgress(threshold ?? monitor?.worst ?? 0);
  };
  // A callback that saves every epoch under its number needs no state: nothing depends on earlier epochs.
  const isStateless = batches === undefined && !monitor && !path.names.includes('batch');
  const common: Callback = {
    name: ['modelCheckpoint', frequency, ...(monitor ? [monitor.name, monitor.direction] : [])].join(' '),
    state: () => (isStateless ? undefined : { ...progress }),
    restore(state) {
      checkState(state, { ...progress }, 'modelCheckpoint');
      progress = { ...state };
    },
    onTrainBegin: begin,
    onEpochBegin(epoch) {
      // An epoch that resumes has been counted before it was interrupted.
      if (epoch === progress.epoch) return;
      progress = { ...progress, epoch, before: progress.before + progress.steps, steps: 0 };
    },
  };

  if (batches === undefined) {
    return {
      ...common,
      onBatchEnd: (_, logs) => void (progress.steps = logs.step),
      onEpochEnd: (_, logs) => save(logs, progress.steps),
    };
  }
  return {
    ...common,
    batchInterval: batches,
    async onBatchEnd(_, logs) {
      progress.steps = logs.step;
      const done = progress.before + progress.steps;
      // This is also called between saves, as slices end where other callbacks ask for it.
      if (done - progress.savedAt < batches) return;
      progress.savedAt = done;
      await save(logs, progress.steps);
    },
  };
}

/**
 * The progress of a training before its first epoch: the best value of the metric, the index of the epoch, the number
 * of steps `before` this epoch and in it, and how many had been done at the last save. Steps are counted here, because
 * the number of steps in an epoch is unknown for a source of batches.
 */
function startProgress(best: number) {
  return { best, epoch: -1, before: 0, steps: 0, savedAt: 0 };
}
