import type { ArrayLike } from '../../array.js';
import { type Confusion, readConfusionArguments } from '../confusion.js';
import { painted, readTerminal, TEXT_OPTIONS, type TextOptions } from './style.js';

export interface TextMatrixOptions extends TextOptions {
  /** Names of the classes; their numbers by default. */
  readonly classes?: readonly string[] | undefined;
}

/** Shades among 256 colours, from light to dark, for correct predictions and for mistakes. */
const RIGHT = [undefined, 153, 117, 75, 32, 25] as const;
const WRONG = [undefined, 223, 216, 209, 172, 166] as const;
/** Colours of the numbers on light and on dark shades. */
const [DARK, LIGHT] = [16, 231];

/**
 * Draws a confusion matrix as a table: rows are true classes, columns predicted ones, and the accuracy stands below. In
 * colours, the diagonal is blue and mistakes are orange, the darker the larger their share of the row. The columns of a
 * table that is too wide continue below.
 *
 * @param matrix counts [k, k]
 * @throws ArgumentError, ShapeError for what is no such matrix, classes that do not fit, or unknown options
 * @example console.log(terminal.confusionMatrix(test.y, net.predict(test.x)))
 */
export function confusionMatrix(matrix: ArrayLike, options?: TextMatrixOptions): string;
/**
 * @param truth classes [n], or one-hot vectors [n, k]
 * @param predicted classes [n], or a model's outputs [n, k]
 */
export function confusionMatrix(truth: ArrayLike, predicted: ArrayLike, options?: TextMatrixOptions): string;
export function confusionMatrix(first: unknown, second?: unknown, third?: unknown): string {
  const operation = 'terminal.confusionMatrix';
  const read = readConfusionArguments([first, second, third], [...TEXT_OPTIONS, 'classes'], operation);
  const options = read.options as TextMatrixOptions;
  const { columns, hasColours } = readTerminal(options, operation);
  const { confusion } = read;
  const { names, counts, accuracy } = confusion;

  const label = Math.min(Math.max(4, ...names.map(({ length }) => length)), columns >> 2);
  const widest = counts.reduce((most, count) => Math.max(most, text(count).length), 1);
  const cell = Math.max(widest, Math.min(12, Math.max(...names.map(({ length }) => length)))) + 2;
  const perTable = Math.max(1, Math.floor((columns - label - 1) / cell));
  const tables: string[] = [];
  for (let from = 0; from < names.length; from += perTable) {
    tables.push(table(confusion, from, Math.min(names.length, from + perTable), label, cell, hasColours));
  }
  return `${tables.join('\n\n')}\n\n${(100 * accuracy).toFixed(2)} % right; rows: true, columns: predicted`;
}

/** A table with all rows and the columns `from` to `to`. */
function table(
  { counts, names }: Confusion,
  from: number,
  to: number,
  label: number,
  cell: number,
  hasColours: boolean,
): string {
  const head = names.slice(from, to).map((name) => cut(name, cell - 2).padStart(cell - 1) + ' ');
  const lines = names.map((name, row) => {
    const own = counts.subarray(row * names.length, (row + 1) * names.length);
    const total = own.reduce((sum, one) => sum + one, 0);
    const cells = Array.from(own.subarray(from, to), (count, index) => {
      const content = `${text(count).padStart(cell - 1)} `;
      if (!hasColours) return content;
      return shaded(content, total > 0 ? count / total : 0, row === from + index);
    });
    return `${cut(name, label).padStart(label)} ${cells.join('')}`;
  });
  return [`${' '.repeat(label)} ${head.join('')}`, ...lines].map((line) => line.trimEnd()).join('\n');
}

/** A cell with its shade. The root makes even one mistake in a thousand visible. */
function shaded(content: string, share: number, isRight: boolean): string {
  const shades = isRight ? RIGHT : WRONG;
  const strength = isRight ? share : Math.sqrt(share);
  const step = Math.min(shades.length - 1, Math.ceil(strength * (shades.length - 1)));
  const back = shades[step];
  return painted(content, { back, fore: back === undefined ? undefined : step > 3 ? LIGHT : DARK });
}

const text = (count: number) => (count === 0 ? '·' : String(Number(count.toPrecision(6))));
const cut = (name: string, length: number) => (name.length > length ? `${name.slice(0, length - 1)}…` : name);
