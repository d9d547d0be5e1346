import { boolean, checkOptions, number, positiveInteger } from '../../checks.js';
import { Monitor, type MonitorMode } from '../metrics/monitor.js';
import type { Callback, TrainingRun } from './callback.js';
import type { BatchLogs, EpochLogs } from './history.js';
import { missing, pathTemplate } from './pathTemplate.js';
import { checkState } from './state.js';

export interface ModelCheckpointOptions {
  /**
   * Where the file goes. Braces are filled in: `{epoch}` and `{batch}`, both from 1, and the figures of the logs, such
   * as `{valLoss}`; with a format as in Python: `{epoch:03d}`, `{valLoss:.2f}`.
   */
  readonly path: string;
  /** The figure that tells which model is best; `valLoss` by default. */
  readonly monitor?: string | undefined;
  /** Whether only models that improve on all before are saved; false by default. */
  readonly saveBestOnly?: boolean | undefined;
  /** Whether only the weights are saved; by default the whole model, with which training can go on exactly. */
  readonly saveWeightsOnly?: boolean | undefined;
  /** Whether the figure shall become small or large; by default, `auto`, by its name. */
  readonly mode?: MonitorMode | undefined;
  /** When to save: after each `epoch` (the default), or after as many batches. */
  readonly frequency?: 'epoch' | number | undefined;
  /** A value that the first model has to improve on with `saveBestOnly`. */
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
 * Saves the model during training, after each epoch or every few batches, or only the best. An interrupted save
 * leaves the file before it. Keras' ModelCheckpoint, with its defaults. What was best is saved with the model, too.
 *
 * @throws ArgumentError for options out of range or, when training begins, where a figure will be missing
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
  let known = unknown(threshold ?? monitor?.worst ?? 0);

  const save = async (logs: EpochLogs | BatchLogs, batch: number) => {
    if (monitor) {
      const value = monitor.read(logs);
      if (!monitor.isBetter(value, known.best)) return;
      known.best = value;
    }
    const file = path.fill({ ...logs, epoch: logs.epoch + 1, batch });
    await (weightsOnly ? run?.model.saveWeights(file) : run?.model.save(file));
  };

  const begin = (begun: TrainingRun) => {
    // Validation comes only after an epoch.
    const figures =
      batches === undefined ? begun.metricNames : begun.metricNames.filter((name) => !/^val[A-Z]/.test(name));
    monitor?.expectIn(figures);
    const names = ['epoch', 'batch', ...figures];
    for (const name of path.names) if (!names.includes(name)) throw missing(name, names, 'modelCheckpoint');
    run = begun;
    known = unknown(threshold ?? monitor?.worst ?? 0);
  };
  // Each epoch is saved, whatever was before.
  const isForgetful = batches === undefined && !monitor && !path.names.includes('batch');
  const common: Callback = {
    name: ['modelCheckpoint', frequency, ...(monitor ? [monitor.name, monitor.direction] : [])].join(' '),
    state: () => (isForgetful ? undefined : { ...known }),
    restore(state) {
      checkState(state, { ...known }, 'modelCheckpoint');
      known = { ...state };
    },
    onTrainBegin: begin,
    onEpochBegin(epoch) {
      // One that goes on was begun before.
      if (epoch === known.epoch) return;
      known = { ...known, epoch, before: known.before + known.steps, steps: 0 };
    },
  };

  if (batches === undefined) {
    return {
      ...common,
      onBatchEnd: (_, logs) => void (known.steps = logs.step),
      onEpochEnd: (_, logs) => save(logs, known.steps),
    };
  }
  return {
    ...common,
    batchInterval: batches,
    async onBatchEnd(_, logs) {
      known.steps = logs.step;
      const done = known.before + known.steps;
      // Slices of other callbacks end in between.
      if (done - known.savedAt < batches) return;
      known.savedAt = done;
      await save(logs, known.steps);
    },
  };
}

/** What is known of the training so far. */
function unknown(best: number) {
  // Steps of the epochs before and of this one are counted: a source of batches need not tell how many it has.
  return { best, epoch: -1, before: 0, steps: 0, savedAt: 0 };
}
