import { checkOptions, integer, number, show } from '../../checks.js';
import { ArgumentError } from '../../errors.js';
import { configOf, type Json } from '../registry.js';
import { Monitor, type MonitorMode } from '../metrics/monitor.js';
import { Schedule, type ScheduleMemory } from './schedule.js';

export interface ReduceOnPlateauOptions {
  /** The rate at the start, at least 0. */
  readonly initialLearningRate: number;
  /** Name of the metric that should improve from epoch to epoch; `valLoss` by default. */
  readonly monitor?: string | undefined;
  /** Factor by which a reduction multiplies the rate, in [0, 1); 0.1 by default. */
  readonly factor?: number | undefined;
  /** Number of epochs without improvement before a reduction; 10 by default. */
  readonly patience?: number | undefined;
  /** Smallest change that counts as an improvement; 1e-4 by default. */
  readonly minDelta?: number | undefined;
  /** Number of epochs after a reduction that do not count as epochs without improvement; 0 by default. */
  readonly cooldown?: number | undefined;
  /** Lower bound of the rate; 0 by default. */
  readonly minLearningRate?: number | undefined;
  /** Whether the metric should become small (`min`) or large (`max`); by default, `auto`, decided by its name. */
  readonly mode?: MonitorMode | undefined;
}

type Settings = Required<{
  [Name in keyof ReduceOnPlateauOptions]: NonNullable<ReduceOnPlateauOptions[Name]>;
}>;

const OPTIONS = [
  'initialLearningRate',
  'monitor',
  'factor',
  'patience',
  'minDelta',
  'cooldown',
  'minLearningRate',
  'mode',
];

/**
 * Multiplies the rate by `factor` when a metric has not improved by more than `minDelta` for `patience` epochs.
 * Keras' ReduceLROnPlateau, with its defaults; counts epochs.
 *
 * @throws ArgumentError for options out of range; in training, if the metric to monitor is missing
 * @example schedules.reduceOnPlateau({ initialLearningRate: 0.1, factor: 0.5, patience: 5 })
 */
export function reduceOnPlateau(options: ReduceOnPlateauOptions): Schedule {
  checkOptions(options, OPTIONS, 'reduceOnPlateau');
  const atLeast0 = (value: unknown, name: string) => number(value, name, 'reduceOnPlateau', { lowest: 0 });
  const epochs = (value: unknown, name: string) => integer(value, name, 'reduceOnPlateau', 0);
  const settings = {
    initialLearningRate: atLeast0(options.initialLearningRate, 'initialLearningRate'),
    monitor: options.monitor ?? 'valLoss',
    factor: number(options.factor ?? 0.1, 'factor', 'reduceOnPlateau', { lowest: 0, highest: 1, open: true }),
    patience: epochs(options.patience ?? 10, 'patience'),
    minDelta: atLeast0(options.minDelta ?? 1e-4, 'minDelta'),
    cooldown: epochs(options.cooldown ?? 0, 'cooldown'),
    minLearningRate: atLeast0(options.minLearningRate ?? 0, 'minLearningRate'),
    mode: options.mode ?? 'auto',
  };
  const plateau = new PlateauMemory(settings);
  return new Schedule(configOf('reduceOnPlateau', settings), 'epoch', () => plateau.rate, plateau);
}

interface State {
  readonly rate: number;
  /** Best value of the metric so far; null before the first epoch. */
  readonly best: number | null;
  /** Number of epochs since the metric improved. */
  readonly wait: number;
  /** Number of epochs that are left of the cooldown. */
  readonly coolingFor: number;
}

class PlateauMemory implements ScheduleMemory {
  readonly #monitor: Monitor;
  #state: State;

  constructor(private readonly settings: Settings) {
    this.#monitor = new Monitor(settings.monitor, settings.mode, 'reduceOnPlateau');
    this.#state = { rate: settings.initialLearningRate, best: null, wait: 0, coolingFor: 0 };
  }

  get rate(): number {
    return this.#state.rate;
  }

  expect(metricNames: readonly string[]): void {
    this.#monitor.expectIn(metricNames);
  }

  observe(logs: object): void {
    const { factor, patience, minDelta, cooldown, minLearningRate } = this.settings;
    const { rate, best, ...previous } = this.#state;
    const value = this.#monitor.read(logs);
    const coolingFor = Math.max(0, previous.coolingFor - 1);
    if (this.#monitor.isBetter(value, best ?? this.#monitor.worst, minDelta)) {
      this.#state = { rate, best: value, wait: 0, coolingFor };
      return;
    }
    const wait = coolingFor > 0 ? 0 : previous.wait + 1;
    const isReduced = wait > 0 && wait >= patience && rate > minLearningRate;
    this.#state = isReduced
      ? { rate: Math.max(rate * factor, minLearningRate), best, wait: 0, coolingFor: cooldown }
      : { rate, best, wait, coolingFor };
  }

  state(): Json {
    return { ...this.#state };
  }

  restore(state: Json): void {
    if (!isState(state)) throw notAState(state);
    const { rate, best, wait, coolingFor } = state;
    this.#state = { rate, best, wait, coolingFor };
  }
}

function isState(state: unknown): state is State {
  const { rate, best, wait, coolingFor } = (state ?? {}) as Record<keyof State, unknown>;
  const isCount = (value: unknown) => Number.isSafeInteger(value) && (value as number) >= 0;
  const isRate = Number.isFinite(rate) && (rate as number) >= 0;
  return isRate && (best === null || Number.isFinite(best)) && isCount(wait) && isCount(coolingFor);
}

function notAState(state: unknown): ArgumentError {
  return new ArgumentError({
    code: 'schedule-state',
    operation: 'reduceOnPlateau',
    actual: `the state is ${show(state)}`,
    expected: 'it must hold rate, best, wait and coolingFor',
    remedy: 'pass what state() returned',
  });
}
