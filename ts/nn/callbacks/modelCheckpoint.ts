import { boolean, checkOptions, number, positiveInteger } from '../../checks.js';
import { Monitor, type MonitorMode } from '../monitor.js';
import type { BatchLogs, Callback, EpochLogs, TrainingRun } from './callback.js';
import { missing, pathTemplate } from './pathTemplate.js';

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
 * leaves the file before it. Keras' ModelCheckpoint, with its defaults.
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
  let best = 0;
  /** Of the epochs before, and of this one: a source of batches need not tell how many it has. */
  let before = 0;
  let steps = 0;
  let savedAt = 0;

  const save = async (logs: EpochLogs | BatchLogs, batch: number) => {
    if (monitor) {
      const value = monitor.read(logs);
      if (!monitor.isBetter(value, best)) return;
      best = value;
    }
    const file = path.fill({ ...logs, epoch: logs.epoch + 1, batch });
    await (weightsOnly ? run?.model.saveWeights(file) : run?.model.save(file));
  };

  const begin = (begun: TrainingRun) => {
    // Validation comes only after an epoch.
    const figures =
      batches === undefined ? begun.figures : begun.figures.filter((name) => !/^val[A-Z]/.test(name));
    monitor?.expectIn(figures);
    const known = ['epoch', 'batch', ...figures];
    for (const name of path.names) if (!known.includes(name)) throw missing(name, known, 'modelCheckpoint');
    run = begun;
    best = threshold ?? monitor?.worst ?? 0;
    before = steps = savedAt = 0;
  };
  const onEpochBegin = () => {
    before += steps;
    steps = 0;
  };

  if (batches === undefined) {
    return {
      onTrainBegin: begin,
      onEpochBegin,
      onBatchEnd: (_, logs) => void (steps = logs.step),
      onEpochEnd: (_, logs) => save(logs, steps),
    };
  }
  return {
    batchInterval: batches,
    onTrainBegin: begin,
    onEpochBegin,
    async onBatchEnd(_, logs) {
      steps = logs.step;
      // Slices of other callbacks end in between.
      if (before + steps - savedAt < batches) return;
      savedAt = before + steps;
      await save(logs, steps);
    },
  };
}
