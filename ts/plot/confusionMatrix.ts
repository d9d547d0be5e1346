import type { ArrayLike } from '../array.js';
import { type Confusion, readConfusionArguments } from './confusion.js';
import { figure } from './figure/figure.js';
import { fitted, textWidth } from './figure/measure.js';
import { formatNumber } from './figure/scale.js';
import { colourOf, FAINT_INK, INK, SIZES } from './figure/theme.js';
import { PICTURE_OPTIONS, type PictureOptions, readPictureSize, readText } from './input.js';
import type { Picture } from './picture.js';
import { svg, type SvgElement } from './svg/element.js';

/** Greatest default width, for many classes. */
const WIDEST_DEFAULT = 1000;

export interface ConfusionMatrixOptions extends PictureOptions {
  /** Names of the classes; their numbers by default. */
  readonly classes?: readonly string[] | undefined;
}

/**
 * Draws a confusion matrix: how many samples of each true class (rows) were predicted as which class (columns). The
 * diagonal is blue and mistakes are orange, the darker the larger their share of the row.
 *
 * @param matrix counts [k, k], as `metrics.compute('confusionMatrix', …)` returns them
 * @throws ArgumentError, ShapeError for what is no such matrix, classes that do not fit, or unknown options
 * @example await confusionMatrix(test.y, net.predict(test.x)).save('confusion.svg')
 */
export function confusionMatrix(matrix: ArrayLike, options?: ConfusionMatrixOptions): Picture;
/**
 * @param truth classes [n], or one-hot vectors [n, k]
 * @param predicted classes [n], or a model's outputs [n, k]
 */
export function confusionMatrix(
  truth: ArrayLike,
  predicted: ArrayLike,
  options?: ConfusionMatrixOptions,
): Picture;
export function confusionMatrix(first: unknown, second?: unknown, third?: unknown): Picture {
  const operation = 'confusionMatrix';
  const read = readConfusionArguments([first, second, third], [...PICTURE_OPTIONS, 'classes'], operation);
  const options = read.options as ConfusionMatrixOptions;
  const { confusion } = read;
  const { names, accuracy } = confusion;
  const classes = names.length;
  const widest = Math.max(...names.map((name) => textWidth(name, SIZES.tick)));
  const left = Math.min(140, Math.ceil(widest)) + 34;
  const usual =
    left + Math.max(220, Math.min(WIDEST_DEFAULT, classes * Math.max(38, Math.min(130, widest + 12))));
  const width = readPictureSize(options.width, 'width', operation, usual);
  const side = (width - left) / classes;
  const tall = Math.min(side, 46);
  const element = svg('g', {}, ...cells(confusion, left, side, tall), ...axes(names, left, side, tall));
  const title = readText(
    options.title,
    'title',
    operation,
    `Confusion matrix: ${(100 * accuracy).toFixed(2)} % right`,
  );
  return figure({ title, width, height: classes * tall + 46, parts: [{ element, x: 0, y: 0 }] });
}

function cells({ counts, names }: Confusion, left: number, width: number, height: number): SvgElement[] {
  const classes = names.length;
  const size = Math.max(7, Math.min(SIZES.label, width / 3.4));
  return Array.from(counts, (count, index) => {
    const [row, column] = [Math.floor(index / classes), index % classes];
    const total = counts.subarray(row * classes, (row + 1) * classes).reduce((sum, one) => sum + one, 0);
    const share = total > 0 ? count / total : 0;
    const isRight = row === column;
    // The root makes rare mistakes visible, even one in a hundred.
    const opacity = isRight ? 0.85 * share : Math.min(0.9, 1.6 * Math.sqrt(share));
    const [x, y] = [left + column * width, row * height];
    const fill = colourOf(isRight ? 0 : 1);
    const cell = svg('rect', {
      ...{ x, y, width, height, fill, 'fill-opacity': opacity.toFixed(3) },
      ...{ stroke: '#dddddd', 'stroke-width': Math.min(1, height / 20) },
    });
    const text = count === 0 ? '' : formatNumber(Number(count.toPrecision(4)));
    if (text === '' || textWidth(text, size) > width) return cell;
    const ink = opacity > (isRight ? 0.5 : 0.75) ? '#ffffff' : INK;
    const style = { x: x + width / 2, y: y + height / 2, dy: '0.35em', 'font-size': size, fill: ink };
    return svg('g', {}, cell, svg('text', style, text));
  });
}

/** The names of the classes beside and below the matrix, and the labels of both axes. */
function axes(names: readonly string[], left: number, width: number, height: number): SvgElement[] {
  const bottom = names.length * height;
  const style = { 'font-size': SIZES.tick };
  const label = { 'font-size': SIZES.label, fill: FAINT_INK };
  const widest = Math.max(...names.map((name) => textWidth(name, SIZES.tick)));
  const rows = everyFew(names, SIZES.label / height, (name, index) => {
    const place = { x: left - 6, y: (index + 0.5) * height, dy: '0.35em', 'text-anchor': 'end' };
    return svg('text', { ...style, ...place }, fitted(name, SIZES.tick, left - 30));
  });
  const columns = everyFew(names, Math.min(40, widest + 4) / width, (name, index, every) => {
    const place = { x: left + (index + 0.5) * width, y: bottom + 16 };
    return svg('text', { ...style, ...place }, fitted(name, SIZES.tick, every * width - 2));
  });
  return [
    ...rows,
    ...columns,
    svg('text', { ...label, x: left + (names.length * width) / 2, y: bottom + 38 }, 'predicted'),
    svg('text', { ...label, transform: `translate(12,${bottom / 2}) rotate(-90)` }, 'true'),
  ];
}

/** Draws every name, or where `dense` is above 1 only every second, third, … */
function everyFew<Result>(
  names: readonly string[],
  dense: number,
  draw: (name: string, index: number, every: number) => Result,
): Result[] {
  const every = Math.max(1, Math.ceil(dense));
  return names.flatMap((name, index) => (index % every === 0 ? [draw(name, index, every)] : []));
}
