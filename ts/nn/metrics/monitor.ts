import { oneOf, show } from '../../checks.js';
import { ArgumentError } from '../../errors.js';

/** Whether a figure shall become small or large; `auto` tells by its name. */
export type MonitorMode = 'auto' | 'min' | 'max';

const SMALL = /loss|error|divergence|crossentropy$/i;
const LARGE = /accuracy|precision|recall|f1|auc|r2|score/i;

/** A figure of the logs that callbacks and schedules watch. */
export class Monitor {
  readonly direction: 'min' | 'max';
  /** What every value is better than. */
  readonly worst: number;

  /** @throws ArgumentError for a name that is no string, an unknown mode, or `auto` where the name says nothing */
  constructor(
    readonly name: string,
    mode: MonitorMode,
    readonly operation: string,
  ) {
    if (typeof name !== 'string' || name === '') throw notAName(name, operation);
    const known = oneOf(mode, ['auto', 'min', 'max'], 'mode', operation);
    this.direction = known === 'auto' ? guess(name, operation) : known;
    this.worst = this.direction === 'min' ? Infinity : -Infinity;
  }

  /** Whether a value improves on an earlier one by more than `minDelta`; never so for NaN. */
  isBetter(value: number, best: number, minDelta = 0): boolean {
    return this.direction === 'min' ? value < best - minDelta : value > best + minDelta;
  }

  /** @throws ArgumentError where the figure is missing or no number */
  read(logs: object): number {
    const value: unknown = (logs as Readonly<Record<string, unknown>>)[this.name];
    if (typeof value === 'number') return value;
    throw this.#missing(Object.keys(logs), value);
  }

  /** @throws ArgumentError where the figure is not among those that a run will have */
  expectIn(figures: readonly string[]): void {
    if (!figures.includes(this.name)) throw this.#missing(figures, undefined);
  }

  #missing(figures: readonly string[], value: unknown): ArgumentError {
    const base = this.name.replace(/^val(?=[A-Z])/, '');
    const wantsValidation = base !== this.name && !figures.some((figure) => /^val[A-Z]/.test(figure));
    return new ArgumentError({
      code: 'monitor',
      operation: this.operation,
      actual: `the figure to monitor, ${show(this.name)}, is ${show(value)}`,
      expected: `the numbers of this training are ${figures.join(', ')}`,
      remedy: wantsValidation
        ? "pass validationData to fit, or monitor 'loss'"
        : 'monitor one of these, or ask for it in the metrics of compile',
    });
  }
}

function guess(name: string, operation: string): 'min' | 'max' {
  if (LARGE.test(name)) return 'max';
  if (SMALL.test(name)) return 'min';
  throw new ArgumentError({
    code: 'mode',
    operation,
    actual: `mode is 'auto' for the figure ${show(name)}`,
    expected: 'its name must say whether it shall become small or large',
    remedy: "pass mode: 'min' or mode: 'max'",
  });
}

function notAName(name: unknown, operation: string): ArgumentError {
  return new ArgumentError({
    code: 'monitor',
    operation,
    actual: `monitor is ${show(name)}`,
    expected: 'it must be the name of a figure',
    remedy: "pass monitor: 'valLoss', for example",
  });
}
