import { checkOptions, show } from '../checks.js';
import { ArgumentError, DTypeError } from '../errors.js';
import { loss, type LossLike } from './losses/index.js';
import { metric, type MetricLike } from './metrics.js';
import type { Training } from './network.js';
import { optimizer, type OptimizerLike } from './optimizers/index.js';

export interface CompileOptions {
  /** By name where its defaults do, such as `'sgd'`. */
  readonly optimizer: OptimizerLike;
  readonly loss: LossLike;
  /** Figures beside the loss: `['accuracy']`; none by default. */
  readonly metrics?: readonly MetricLike[] | undefined;
}

export function readCompileOptions(options: CompileOptions): Training {
  checkOptions(options, ['optimizer', 'loss', 'metrics'], 'compile');
  const metrics = readMetrics(options.metrics ?? []);
  return {
    optimizer: optimizer(options.optimizer, 'compile'),
    loss: loss(options.loss, 'compile'),
    accuracy: metrics.some(({ name }) => name === 'accuracy'),
  };
}

function readMetrics(metrics: unknown) {
  if (Array.isArray(metrics)) return metrics.map((value: unknown) => metric(value, 'compile'));
  throw new DTypeError({
    code: 'metrics',
    operation: 'compile',
    actual: `metrics is ${show(metrics)}`,
    expected: 'it must be an array',
    remedy: "pass metrics: ['accuracy'], for example",
  });
}

/** The settings of `compile`, or the error for a model that has none yet. */
export function compiled(training: Training | undefined, operation: string): Training {
  if (training) return training;
  throw new ArgumentError({
    code: 'not-compiled',
    operation,
    actual: 'the model has no loss and no optimizer yet',
    expected: 'they must be known first',
    remedy: "call compile({ optimizer: 'sgd', loss: 'quadratic' }) before, for example",
  });
}
