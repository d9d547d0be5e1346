import { checkOptions, number } from '../../checks.js';
import { ArgumentError } from '../../errors.js';
import { checkName } from '../names.js';
import type { MetricOptions } from './metric.js';

export interface ThresholdOptions extends MetricOptions {
  /** Outputs above it count as 1; 0.5 by default. */
  readonly threshold?: number | undefined;
}

/** The name that a metric's options give it, where they do, with no option unknown. */
export function readName(options: MetricOptions, known: readonly string[], operation: string) {
  checkOptions(options, [...known, 'name'], operation);
  return checkName(options.name, operation);
}

export function readThreshold(value: unknown, operation: string): number {
  return number(value ?? 0.5, 'threshold', operation);
}

/** Refuses a single output where classes are told apart by the largest of several. */
export function wantsClasses(metric: string) {
  return (units: number, operation: string): void => {
    if (units > 1) return;
    throw new ArgumentError({
      code: 'metric-outputs',
      operation,
      actual: `the metric ${metric} is asked for and there is ${units} output`,
      expected: 'it needs one output for each class',
      remedy: "use 'accuracy' or 'binaryAccuracy'",
    });
  };
}
