import type { NdArray } from '../../array.js';
import type { FloatArray, Targets } from '../../backend/backend.js';
import type { Config } from '../registry.js';
import type { StateValue } from '../stateValue.js';

/** Value of a metric: a number, or an array where the metric has one value per class or per pair of classes. */
export type MetricValue = number | NdArray<Float64Array>;

/** @deprecated Use `MetricValue`. */
export type Figure = MetricValue;

/** Outputs of a model for some samples, row-major, and what they should be. */
export interface Batch {
  readonly outputs: FloatArray;
  readonly targets: Targets;
  /** Outputs for one sample. */
  readonly units: number;
  /** Number of samples. */
  readonly count: number;
  /** One for each sample, not negative; 1 each by default. */
  readonly weights?: FloatArray | undefined;
}

/** Accumulates a metric batch by batch; the result does not depend on how the samples are split into batches. */
export interface MetricAccumulator {
  update(batch: Batch): void;
  /** NaN before the first sample. */
  result(): MetricValue;
  /** All that it knows of the samples so far, as a copy. */
  state(): StateValue;
  /** @param state what `state` of a tally of the same metric answered */
  restore(state: never): void;
}

/** @deprecated Use `MetricAccumulator`. */
export type Tally = MetricAccumulator;

/** A value that is measured beside the loss, made by `metrics.…`. */
export class Metric {
  constructor(
    readonly config: Config,
    /** A tally of no samples yet, for a model with so many outputs. */
    readonly create: (units: number) => MetricAccumulator,
    /** Throws an `ArgumentError` where the metric makes no sense for so many outputs. */
    readonly check: (units: number, operation: string) => void = () => undefined,
  ) {}

  /** Its name in logs and history: the kind, or that of its options. */
  get name(): string {
    const { kind, name } = this.config;
    return typeof name === 'string' ? name : kind;
  }
}

/** Options that all metrics take. */
export interface MetricOptions {
  /** Its name in logs and history, such as `f1_1` where there are several; the kind by default. */
  readonly name?: string | undefined;
}
