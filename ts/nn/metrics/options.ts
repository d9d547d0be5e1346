import { checkOptions, number } from '../../checks.js';
import { ArgumentError } from '../../errors.js';
import { checkName } from '../names.js';
import type { MetricOptions } from './metric.js';

export interface ThresholdOptions extends MetricOptions {
  /** Outputs above the threshold count as 1; 0.5 by default. */
  readonly threshold?: number | undefined;
}

/** Reads the option `name`, and refuses options other than that and the known ones. */
export function readName(options: MetricOptions, known: readonly string[], operation: string) {
  checkOptions(options, [...known, 'name'], operation);
  return checkName(options.name, operation);
}

export function readThreshold(value: unknown, operation: string): number {
  return number(value ?? 0.5, 'threshold', operation);
}

/** The check of a metric that compares the outputs of several classes, and so refuses a single output. */
export function wantsClasses(metric: string) {
  return (units: number, operation: string): void => {
    if (units > 1) return;
    throw new ArgumentError({
      code: 'metric-outputs',
      operation,
      actual: `the metric ${metric} was asked for and the model has ${units} output`,
      expected: 'it needs one output for each class',
      remedy: "use 'accuracy' or 'binaryAccuracy'",
    });
  };
}
