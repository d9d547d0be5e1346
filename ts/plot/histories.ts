import { oneOf, show } from '../checks.js';
import { ArgumentError } from '../errors.js';
import type { Curves } from '../nn/callbacks/history.js';
import { readText } from './input.js';

/** The course of a training: what `fit` answers, or its figures alone. */
export type HistoryLike = { readonly history: Curves; readonly epochs?: readonly number[] } | Curves;

/** One training, several in a list, or several by name. */
export type Histories = HistoryLike | readonly HistoryLike[] | Readonly<Record<string, HistoryLike>>;

/** One training with its figures as lists of numbers. */
export interface Run {
  readonly label: string;
  /** 1 for the first epoch. */
  readonly epochs: readonly number[];
  /** By name; every list has a value for each epoch. */
  readonly figures: ReadonlyMap<string, readonly number[]>;
}

/** Reads whatever `learningCurve` accepts; a single run has an empty label. */
export function readHistories(histories: unknown, operation: string): Run[] {
  if (isHistory(histories)) return [readRun(histories, '', 'the history', operation)];
  const isList = Array.isArray(histories);
  const named =
    typeof histories === 'object' && histories !== null
      ? Object.entries(histories as Record<string, unknown>)
      : [];
  const runs = named.flatMap(([name, history]) => {
    const label = isList ? `run ${Number(name) + 1}` : name;
    return isHistory(history) ? [readRun(history, label, `the history ${label}`, operation)] : [];
  });
  if (runs.length === named.length && runs.length > 0) return runs;
  throw new ArgumentError({
    code: 'not-a-history',
    operation,
    actual: named.length > 0 ? 'not every entry is a history' : `the history is ${show(histories)}`,
    expected: 'it must be what fit answers, figures such as { loss: […] }, or several of these',
    remedy: 'pass await model.fit(…), model.history, or { SGD: history1, Adam: history2 }',
  });
}

function isHistory(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  if ('history' in value) return typeof value.history === 'object' && value.history !== null;
  const figures = Object.values(value);
  return figures.length > 0 && figures.every((one) => one === undefined || isList(one));
}

const isList = (value: unknown): value is ArrayLike<unknown> =>
  Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView));

function readRun(history: Record<string, unknown>, label: string, name: string, operation: string): Run {
  const curves = 'history' in history ? (history['history'] as Record<string, unknown>) : history;
  const figures = new Map<string, readonly number[]>();
  for (const [figure, values] of Object.entries(curves)) {
    // A figure may be a matrix, which is no curve.
    if (!isList(values) || typeof values[0] !== 'number') continue;
    figures.set(figure, Array.from(values, Number));
  }
  const count = Math.max(0, ...[...figures.values()].map((values) => values.length));
  if (count === 0) throw noFigures(name, operation);
  const indices = 'history' in history && isList(history['epochs']) ? history['epochs'] : undefined;
  const epochs = Array.from({ length: count }, (_, index) => Number(indices?.[index] ?? index) + 1);
  return { label: readText(label, 'label', operation, ''), epochs, figures };
}

function noFigures(name: string, operation: string): ArgumentError {
  return new ArgumentError({
    code: 'no-figures',
    operation,
    actual: `${name} has no figures`,
    expected: 'at least one finished epoch is needed',
    remedy: 'train first; a training that was stopped in its first epoch has none',
  });
}

/** `valAccuracy` is `accuracy` on the validation data. */
export function baseOf(figure: string): { base: string; isValidation: boolean } {
  const found = /^val(?:_|(?=[A-Z]))(.+)$/.exec(figure)?.[1];
  return found === undefined
    ? { base: figure, isValidation: false }
    : { base: found.slice(0, 1).toLowerCase() + found.slice(1), isValidation: true };
}

/** `meanAbsoluteError` in words. */
export function inWords(figure: string): string {
  return figure
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/_/g, ' ')
    .toLowerCase();
}

/** The figures that are drawn: those asked for, or all, and the learning rate where it changes. */
export function figuresOf(runs: readonly Run[], asked: unknown, operation: string): string[] {
  const names = runs.flatMap(({ figures }) => [...figures.keys()].map((name) => baseOf(name).base));
  const known = [...new Set(names)].filter((name) => !CIRCUMSTANCES.includes(name));
  if (asked === undefined) {
    const changing = known.filter((name) => name !== 'learningRate' || runs.some(isScheduled));
    return (changing.length > 0 ? changing : known).sort((a, b) => order(a) - order(b));
  }
  if (Array.isArray(asked) && asked.length > 0) {
    return asked.map((one) => oneOf(one, known, 'figure', operation));
  }
  throw new ArgumentError({
    code: 'figures',
    operation,
    actual: `figures is ${show(asked)}`,
    expected: `it must be a list with some of ${known.join(', ')}`,
    remedy: "pass figures: ['loss'], for example",
  });
}

/** What logs and CSV files have beside figures. */
export const CIRCUMSTANCES = ['epoch', 'seconds', 'samplesPerSecond'];

const isScheduled = ({ figures }: Run) => new Set(figures.get('learningRate')).size > 1;

/** Loss and accuracy first, the learning rate last. */
function order(figure: string): number {
  if (figure === 'learningRate') return 3;
  return figure === 'loss' ? 0 : figure === 'accuracy' ? 1 : 2;
}
