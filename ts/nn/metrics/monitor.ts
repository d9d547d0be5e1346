import { oneOf, show } from '../../checks.js';
import { ArgumentError } from '../../errors.js';

/** Whether a metric should become small or large; `auto` decides by its name. */
export type MonitorMode = 'auto' | 'min' | 'max';

const BETTER_WHEN_SMALL = /loss|error|divergence|crossentropy$/i;
const BETTER_WHEN_LARGE = /accuracy|precision|recall|f1|auc|r2|score/i;

/** A metric of the logs that a callback or a schedule watches. */
export class Monitor {
  readonly direction: 'min' | 'max';
  /** The value that every other value improves on. */
  readonly worst: number;

  /** @throws ArgumentError for an empty name, an unknown mode, or `auto` if the name does not tell the direction */
  constructor(
    readonly name: string,
    mode: MonitorMode,
    readonly operation: string,
  ) {
    if (typeof name !== 'string' || name === '') throw notAName(name, operation);
    const known = oneOf(mode, ['auto', 'min', 'max'], 'mode', operation);
    this.direction = known === 'auto' ? directionOf(name, operation) : known;
    this.worst = this.direction === 'min' ? Infinity : -Infinity;
  }

  /** Whether a value improves on the best so far by more than `minDelta`; false for NaN. */
  isBetter(value: number, best: number, minDelta = 0): boolean {
    return this.direction === 'min' ? value < best - minDelta : value > best + minDelta;
  }

  /**
   * The value of the metric in logs.
   *
   * @throws ArgumentError if the metric is missing or not a number
   */
  read(logs: object): number {
    const value: unknown = (logs as Readonly<Record<string, unknown>>)[this.name];
    if (typeof value === 'number') return value;
    throw this.#missing(Object.keys(logs), value);
  }

  /**
   * Checks when training begins that its logs will contain the metric.
   *
   * @throws ArgumentError if they will not
   */
  expectIn(metricNames: readonly string[]): void {
    if (!metricNames.includes(this.name)) throw this.#missing(metricNames, undefined);
  }

  #missing(metricNames: readonly string[], value: unknown): ArgumentError {
    const base = this.name.replace(/^val(?=[A-Z])/, '');
    const wantsValidation = base !== this.name && !metricNames.some((name) => /^val[A-Z]/.test(name));
    return new ArgumentError({
      code: 'monitor',
      operation: this.operation,
      actual: `the metric to monitor, ${show(this.name)}, is ${show(value)}`,
      expected: `the metrics of this training are ${metricNames.join(', ')}`,
      remedy: wantsValidation
        ? "pass validationData to fit, or monitor 'loss'"
        : 'monitor one of these, or ask for it in the metrics of compile',
    });
  }
}

function directionOf(name: string, operation: string): 'min' | 'max' {
  if (BETTER_WHEN_LARGE.test(name)) return 'max';
  if (BETTER_WHEN_SMALL.test(name)) return 'min';
  throw new ArgumentError({
    code: 'mode',
    operation,
    actual: `mode is 'auto' for the metric ${show(name)}`,
    expected: 'with this mode the name must tell whether the metric should become small or large',
    remedy: "pass mode: 'min' or mode: 'max'",
  });
}

function notAName(name: unknown, operation: string): ArgumentError {
  return new ArgumentError({
    code: 'monitor',
    operation,
    actual: `monitor is ${show(name)}`,
    expected: 'it must be the name of a metric',
    remedy: "pass monitor: 'valLoss', for example",
  });
}
