import { checkOptions, number, show } from '../../checks.js';
import { ArgumentError, DTypeError } from '../../errors.js';
import { sizeOf } from '../../shape.js';
import { loss, type LossLike } from '../losses/index.js';
import type { OutputMetric, Training } from '../contracts.js';
import { metric, type MetricLike } from '../metrics/index.js';
import type { Metric } from '../metrics/metric.js';
import { optimizer, type OptimizerLike } from '../optimizers/index.js';
import type { Plan, InputSpec } from '../compile/plan.js';

/** For a model with one output the value itself; for several outputs one for all, a list in their order, or by name. */
export type PerOutput<T> = T | readonly T[] | Readonly<Record<string, T>>;

export interface CompileOptions {
  /** The optimizer, or its name, such as `'sgd'`, for its defaults. */
  readonly optimizer: OptimizerLike;
  readonly loss: PerOutput<LossLike>;
  /** Weight of each output's loss, in their order or by name; 1 each by default. */
  readonly lossWeights?: readonly number[] | Readonly<Record<string, number>> | undefined;
  /** Metrics of every output, such as `['accuracy']`, or by output name; none by default. */
  readonly metrics?: readonly MetricLike[] | Readonly<Record<string, readonly MetricLike[]>> | undefined;
}

export function readCompileOptions(options: CompileOptions, plan: Plan): Training {
  checkOptions(options, ['optimizer', 'loss', 'lossWeights', 'metrics'], 'compile');
  const { outputs } = plan;
  const chosen = perOutput<unknown>(options.metrics ?? [], outputs, 'metrics', isMetricList);
  const metrics = chosen.flatMap((list, output) =>
    readMetrics(list).map((metric): OutputMetric => ({
      output,
      metric,
      name: metricName(metric, outputs, output),
    })),
  );
  for (const { metric, output } of metrics) metric.check(sizeOf(outputs[output]?.shape ?? []), 'compile');
  checkNames(metrics);
  const counted = metrics.filter(({ metric }) => metric.config.kind === 'accuracy');
  const isCounted =
    counted.length === outputs.length && counted.every(({ metric }) => metric.name === 'accuracy');
  return {
    optimizer: optimizer(options.optimizer, 'compile').fresh(),
    losses: perOutput(options.loss, outputs, 'loss', isLoss).map((value) => loss(value, 'compile')),
    lossWeights: perOutput<unknown>(options.lossWeights ?? 1, outputs, 'lossWeights', isNumber).map((value) =>
      number(value, 'lossWeights', 'compile', { lowest: 0 }),
    ),
    accuracy: isCounted,
    metrics: isCounted ? metrics.filter((metric) => !counted.includes(metric)) : metrics,
  };
}

function isLoss(value: unknown): boolean {
  return (
    !Array.isArray(value) && (typeof value !== 'object' || value === null || 'kind' in value || 'op' in value)
  );
}

function isMetricList(value: unknown): boolean {
  return Array.isArray(value) && (value.length === 0 || !value.every((entry) => Array.isArray(entry)));
}

function isNumber(value: unknown): boolean {
  return typeof value === 'number';
}

/** One value for each output, from one for all, a list in their order, or an object by their names. */
function perOutput<T>(
  value: PerOutput<T>,
  outputs: readonly InputSpec[],
  name: string,
  isOne: (value: unknown) => boolean,
): readonly T[] {
  const isPlain = typeof value !== 'object' || value === null;
  if (isPlain || isOne(value) || (outputs.length === 1 && Array.isArray(value) && value.length !== 1))
    return outputs.map(() => value as T);
  if (Array.isArray(value) && value.length === outputs.length) return value as readonly T[];
  if (!Array.isArray(value)) {
    const named = value as Readonly<Record<string, T>>;
    const found = outputs.map(({ name }) => (Object.hasOwn(named, name) ? named[name] : undefined));
    const isWhole = name !== 'loss' || found.every((entry) => entry !== undefined);
    if (isWhole && Object.keys(named).every((key) => outputs.some((output) => output.name === key))) {
      return found.map((entry) => entry ?? ((name === 'metrics' ? [] : 1) as T));
    }
  }
  throw new ArgumentError({
    code: 'per-output',
    operation: 'compile',
    actual: `${name} is ${Array.isArray(value) ? show(value) : `an object with ${Object.keys(value).join(', ')}`}`,
    expected: `the model's outputs are ${outputs.map((output) => output.name).join(', ')}`,
    remedy: 'pass one for all, a list with one for each output, or an object by these names',
  });
}

function readMetrics(metrics: unknown): readonly Metric[] {
  if (Array.isArray(metrics)) return metrics.map((value: unknown) => metric(value, 'compile'));
  throw new DTypeError({
    code: 'metrics',
    operation: 'compile',
    actual: `metrics is ${show(metrics)}`,
    expected: 'it must be an array',
    remedy: "pass metrics: ['accuracy'], for example",
  });
}

function metricName({ name }: Metric, outputs: readonly InputSpec[], output: number): string {
  return outputs.length > 1 ? outputMetricName(outputs[output]?.name ?? '', name) : name;
}

/** Name of a metric of one of several outputs, such as `digitAccuracy`. */
export function outputMetricName(output: string, metric: string): string {
  return output + metric.charAt(0).toUpperCase() + metric.slice(1);
}

function checkNames(metrics: readonly OutputMetric[]): void {
  const twice = metrics.find(({ name }, index) => metrics.findIndex((other) => other.name === name) < index);
  if (!twice) return;
  throw new ArgumentError({
    code: 'duplicate-name',
    operation: 'compile',
    actual: `two metrics are named ${show(twice.name)}`,
    expected: 'names must differ, as logs hold each metric under its name',
    remedy: 'give one of them another name: metrics.precision({ name: … })',
  });
}

/** The checked options of `compile`; throws for a model that is not compiled yet. */
export function compiled(training: Training | undefined, operation: string): Training {
  if (training) return training;
  throw new ArgumentError({
    code: 'not-compiled',
    operation,
    actual: 'the model has no loss and no optimizer yet',
    expected: 'a compiled model',
    remedy: "call compile first, for example compile({ optimizer: 'sgd', loss: 'quadratic' })",
  });
}

/** Whether two models are compiled with the same losses and metrics, so that their metric values mean the same. */
export function measuresAlike(one: Training, other: Training): boolean {
  const [a, b] = [one, other].map(({ losses, lossWeights, accuracy, metrics }) =>
    JSON.stringify([
      losses.map(({ config }) => config),
      lossWeights,
      accuracy,
      metrics.map(({ metric, output }) => [output, metric.config]),
    ]),
  );
  return a === b;
}
