import type { Config, Json } from '../../../nn/registry.js';
import { optimizer } from '../../../nn/optimizers/index.js';
import type { Task } from '../../data/dataset.js';
import type { Model } from '../../../nn/model/model.js';

/** How a network is trained, as the options say. */
export interface Training {
  readonly optimizer: Config;
  readonly rate?: number | undefined;
  readonly schedule?: Config | undefined;
  readonly loss?: Config | undefined;
  readonly epochs: number;
}

/** Of the last layer, as the loss needs it. */
export function outputActivation(task: Task, loss: Config | undefined): string {
  if (task.kind === 'values') return 'linear';
  const summing = [undefined, 'sparseCategoricalCrossentropy', 'categoricalCrossentropy', 'kullbackLeibler'];
  return summing.includes(loss?.kind) ? 'softmax' : 'sigmoid';
}

/**
 * Compiles the network: cross-entropy and accuracy for classes, mean squared error and R² for values, unless a loss is
 * named.
 *
 * @throws ArgumentError for unknown names or options of optimizer, schedule or loss
 */
export function compile(net: Model, task: Task, training: Training, isValidated: boolean): void {
  const isSingle = net.outputShape.at(-1) === 1;
  const usual = isSingle ? 'binaryCrossentropy' : 'sparseCategoricalCrossentropy';
  const loss = training.loss ?? (task.kind === 'classes' ? usual : 'meanSquaredError');
  net.compile({
    optimizer: optimizerConfig(training, isValidated),
    loss,
    metrics: task.kind === 'classes' ? ['accuracy'] : ['r2'],
  });
}

function optimizerConfig(
  { optimizer: chosen, rate, schedule, epochs }: Training,
  isValidated: boolean,
): Config {
  if (!schedule) return rate === undefined ? chosen : { ...chosen, learningRate: rate };
  const start = rate ?? optimizer(chosen, 'train').schedule.rate(0);
  const usual = usualOptions(schedule.kind, start, epochs, isValidated);
  return { ...chosen, learningRate: { ...usual, ...schedule } };
}

/** What a schedule needs and the command line knows; rates are counted in epochs. */
function usualOptions(
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
