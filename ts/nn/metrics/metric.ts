import type { NdArray } from '../../array.js';
import type { FloatArray, Targets } from '../../backend/backend.js';
import type { Config } from '../registry.js';
import type { StateValue } from '../stateValue.js';

/** Value of a metric: a number, or an array where the metric has one value per class or per pair of classes. */
export type MetricValue = number | NdArray<Float64Array>;

/** @deprecated Use `MetricValue`. */
export type Figure = MetricValue;

/** Outputs of a model for some samples, row-major, and their targets. */
export interface Batch {
  readonly outputs: FloatArray;
  readonly targets: Targets;
  /** Number of outputs for one sample. */
  readonly units: number;
  /** Number of samples. */
  readonly count: number;
  /** Weight of each sample, not negative; 1 each by default. */
  readonly weights?: FloatArray | undefined;
}

/** Accumulates a metric batch by batch; the result does not depend on how the samples are split into batches. */
export interface MetricAccumulator {
  update(batch: Batch): void;
  /** NaN before the first sample. */
  result(): MetricValue;
  /** A copy of all that was accumulated, from which `restore` resumes. */
  state(): StateValue;
  /** @param state what `state` of an accumulator of the same metric returned */
  restore(state: never): void;
}

/** @deprecated Use `MetricAccumulator`. */
export type Tally = MetricAccumulator;

/** A quantity that is measured beside the loss, made by `metrics.…`. */
export class Metric {
  constructor(
    readonly config: Config,
    /** Makes an empty accumulator, for a model with this number of outputs. */
    readonly create: (units: number) => MetricAccumulator,
    /** Throws an `ArgumentError` if the metric is not defined for this number of outputs. */
    readonly check: (units: number, operation: string) => void = () => undefined,
  ) {}

  /** Name of the metric in logs and history: the option `name`, or the kind. */
  get name(): string {
    const { kind, name } = this.config;
    return typeof name === 'string' ? name : kind;
  }
}

/** Options that all metrics take. */
export interface MetricOptions {
  /** Name of the metric in logs and history, which must differ if a kind is used twice; the kind by default. */
  readonly name?: string | undefined;
}
