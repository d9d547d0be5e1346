import type { Config, Json, Model } from '../../../nn/index.js';
import { optimizer } from '../../../nn/internal.js';
import type { Task } from '../../data/dataset.js';

/** The options that say how a network is trained. */
export interface TrainSettings {
  readonly optimizer: Config;
  readonly rate?: number | undefined;
  readonly schedule?: Config | undefined;
  readonly loss?: Config | undefined;
  readonly epochs: number;
}

/** The activation of the last layer that fits the loss. */
export function outputActivation(task: Task, loss: Config | undefined): string {
  if (task.kind === 'values') return 'linear';
  const normalized = [
    undefined,
    'sparseCategoricalCrossentropy',
    'categoricalCrossentropy',
    'kullbackLeibler',
  ];
  return normalized.includes(loss?.kind) ? 'softmax' : 'sigmoid';
}

/**
 * Compiles the network: with cross-entropy and accuracy for classes, mean squared error and R² for numbers, unless a loss
 * is named.
 *
 * @throws ArgumentError for unknown names or options of optimizer, schedule or loss
 */
export function compile(net: Model, task: Task, training: TrainSettings, isValidated: boolean): void {
  const isSingle = net.outputShape.at(-1) === 1;
  const crossentropy = isSingle ? 'binaryCrossentropy' : 'sparseCategoricalCrossentropy';
  const loss = training.loss ?? (task.kind === 'classes' ? crossentropy : 'meanSquaredError');
  net.compile({
    optimizer: optimizerConfig(training, isValidated),
    loss,
    metrics: task.kind === 'classes' ? ['accuracy'] : ['r2'],
  });
}

function optimizerConfig(
  { optimizer: config, rate, schedule, epochs }: TrainSettings,
  isValidated: boolean,
): Config {
  if (!schedule) return rate === undefined ? config : { ...config, learningRate: rate };
  const start = rate ?? optimizer(config, 'train').schedule.rate(0);
  const defaults = scheduleDefaults(schedule.kind, start, epochs, isValidated);
  return { ...config, learningRate: { ...defaults, ...schedule } };
}

/** Options of a schedule that follow from other options of the command line; time is counted in epochs. */
function scheduleDefaults(
  kind: string,
  rate: number,
  epochs: number,
  isValidated: boolean,
): Readonly<Record<string, Json>> {
  switch (kind) {
    case 'constant':
      return { learningRate: rate };
    case 'warmUp':
      return { schedule: rate };
    case 'piecewise':
      return { per: 'epoch' };
    case 'cosine':
      return { initialLearningRate: rate, decaySteps: epochs, per: 'epoch' };
    case 'reduceOnPlateau':
      return { initialLearningRate: rate, monitor: isValidated ? 'valLoss' : 'loss' };
    case 'step':
      return { initialLearningRate: rate };
    case 'exponential':
    case 'inverseTimeDecay':
      return { initialLearningRate: rate, per: 'epoch' };
    default:
      return {};
  }
}
