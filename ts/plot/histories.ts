import { oneOf, show } from '../checks.js';
import { ArgumentError } from '../errors.js';
import type { Curves } from '../nn/index.js';
import { readNamed, readText } from './input.js';

/** The history of a training: what `fit` returns, or its metrics alone. */
export type HistoryLike = { readonly history: Curves; readonly epochs?: readonly number[] } | Curves;

/** One training, several in a list, or several by name. */
export type Histories = HistoryLike | readonly HistoryLike[] | Readonly<Record<string, HistoryLike>>;

/** One training, with its metrics as lists of numbers. */
export interface Run {
  /** Name of the training; '' for a single one. */
  readonly label: string;
  /** Numbers of the epochs, 1 for the first. */
  readonly epochs: readonly number[];
  /** Metrics by name; every list has a value for each epoch. */
  readonly metrics: ReadonlyMap<string, readonly number[]>;
}

/** Reads the histories that `learningCurve` accepts. */
export function readHistories(histories: unknown, operation: string): Run[] {
  if (isHistory(histories)) return [readRun(histories, '', 'the history', operation)];
  const { items, isAny } = readNamed(
    histories,
    isHistory,
    (history, label) => readRun(history, label, `the history ${label}`, operation),
    'run',
  );
  if (items) return items;
  throw new ArgumentError({
    code: 'not-a-history',
    operation,
    actual: isAny ? 'not every entry is a history' : `the history is ${show(histories)}`,
    expected: 'it must be what fit returns, metrics such as { loss: […] }, or several of these',
    remedy: 'pass await model.fit(…), model.history, or { SGD: history1, Adam: history2 }',
  });
}

function isHistory(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  if ('history' in value) return typeof value.history === 'object' && value.history !== null;
  const metrics = Object.values(value);
  return metrics.length > 0 && metrics.every((one) => one === undefined || isList(one));
}

const isList = (value: unknown): value is ArrayLike<unknown> =>
  Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView));

function readRun(history: Record<string, unknown>, label: string, name: string, operation: string): Run {
  const curves = 'history' in history ? (history['history'] as Record<string, unknown>) : history;
  const metrics = new Map<string, readonly number[]>();
  for (const [metric, values] of Object.entries(curves)) {
    // The values of a metric may be matrices, which make no curve.
    if (!isList(values) || typeof values[0] !== 'number') continue;
    metrics.set(metric, Array.from(values, Number));
  }
  const count = Math.max(0, ...[...metrics.values()].map((values) => values.length));
  if (count === 0) throw noMetrics(name, operation);
  const indices = 'history' in history && isList(history['epochs']) ? history['epochs'] : undefined;
  const epochs = Array.from({ length: count }, (_, index) => Number(indices?.[index] ?? index) + 1);
  return { label: readText(label, 'label', operation, ''), epochs, metrics };
}

function noMetrics(name: string, operation: string): ArgumentError {
  return new ArgumentError({
    code: 'no-figures',
    operation,
    actual: `${name} has no metrics`,
    expected: 'at least one finished epoch is needed',
    remedy: 'train first, for at least one whole epoch',
  });
}

/** Splits the name of a metric: `valAccuracy` is `accuracy` on the validation data. */
export function baseOf(metric: string): { base: string; isValidation: boolean } {
  const found = /^val(?:_|(?=[A-Z]))(.+)$/.exec(metric)?.[1];
  return found === undefined
    ? { base: metric, isValidation: false }
    : { base: found.slice(0, 1).toLowerCase() + found.slice(1), isValidation: true };
}

/** The name of a metric in words: `meanAbsoluteError` as `mean absolute error`. */
export function inWords(metric: string): string {
  return metric
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/_/g, ' ')
    .toLowerCase();
}

/** Names of the metrics to draw: those of the option `figures`, or all, and the learning rate where it changes. */
export function plottedMetrics(runs: readonly Run[], figures: unknown, operation: string): string[] {
  const names = runs.flatMap(({ metrics }) => [...metrics.keys()].map((name) => baseOf(name).base));
  const known = [...new Set(names)].filter((name) => !NOT_METRICS.includes(name));
  if (figures === undefined) {
    const changing = known.filter((name) => name !== 'learningRate' || runs.some(isScheduled));
    return (changing.length > 0 ? changing : known).sort((a, b) => rank(a) - rank(b));
  }
  if (Array.isArray(figures) && figures.length > 0) {
    return figures.map((one) => oneOf(one, known, 'figure', operation));
  }
  throw new ArgumentError({
    code: 'figures',
    operation,
    actual: `figures is ${show(figures)}`,
    expected: `it must be a list with some of ${known.join(', ')}`,
    remedy: "pass figures: ['loss'], for example",
  });
}

/** Entries of logs and columns of CSV files that are no metrics. */
export const NOT_METRICS = ['epoch', 'seconds', 'samplesPerSecond'];

const isScheduled = ({ metrics }: Run) => new Set(metrics.get('learningRate')).size > 1;

/** Order of the metrics: loss and accuracy first, the learning rate last. */
function rank(metric: string): number {
  if (metric === 'learningRate') return 3;
  return metric === 'loss' ? 0 : metric === 'accuracy' ? 1 : 2;
}
