import type { ArrayLike } from '../array.js';
import { checkOptions } from '../checks.js';
import { type Confusion, isOptions, readConfusion } from './confusion.js';
import { figure } from './figure/figure.js';
import { fitted, textWidth } from './figure/measure.js';
import { formatNumber } from './figure/scale.js';
import { colourOf, FAINT_INK, INK, SIZES } from './figure/theme.js';
import { PICTURE_OPTIONS, type PictureOptions, readSize, readText } from './input.js';
import type { Picture } from './picture.js';
import { svg, type SvgElement } from './svg/element.js';

export interface ConfusionMatrixOptions extends PictureOptions {
  /** Names of the classes; their numbers by default. */
  readonly classes?: readonly string[] | undefined;
}

/**
 * How many samples of each true class (rows) were put into which class (columns): the diagonal in blue, mistakes in
 * orange, both by their share of the row.
 *
 * @param matrix counts [k, k], as `metrics.compute('confusionMatrix', …)` answers
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
  const isPair = second !== undefined && !isOptions(second);
  const options = ((isPair ? third : second) ?? {}) as ConfusionMatrixOptions;
  checkOptions(options, [...PICTURE_OPTIONS, 'classes'], operation);
  const confusion = readConfusion(first, isPair ? second : undefined, options.classes, operation);
  const { names, accuracy } = confusion;
  const classes = names.length;
  const widest = Math.max(...names.map((name) => textWidth(name, SIZES.tick)));
  const left = Math.min(140, Math.ceil(widest)) + 34;
  const usual = left + Math.max(220, classes * Math.max(38, Math.min(130, widest + 12)));
  const width = readSize(options.width, 'width', operation, usual);
  const side = (width - left) / classes;
  const tall = Math.min(side, 46);
  const element = svg('g', {}, ...cells(confusion, left, side, tall), ...edges(names, left, side, tall));
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
    // Mistakes are rare: even one in a hundred should be seen.
    const opacity = isRight ? 0.85 * share : Math.min(0.9, 1.6 * Math.sqrt(share));
    const [x, y] = [left + column * width, row * height];
    const fill = colourOf(isRight ? 0 : 1);
    return svg(
      'g',
      {},
      svg('rect', { x, y, width, height, fill, 'fill-opacity': opacity.toFixed(3), stroke: '#dddddd' }),
      ...(count === 0
        ? []
        : [
            number(
              count,
              x + width / 2,
              y + height / 2,
              size,
              opacity > (isRight ? 0.5 : 0.75) ? '#ffffff' : INK,
            ),
          ]),
    );
  });
}

function number(count: number, x: number, y: number, size: number, fill: string): SvgElement {
  return svg(
    'text',
    { x, y, dy: '0.35em', 'font-size': size, fill },
    formatNumber(Number(count.toPrecision(4))),
  );
}

function edges(names: readonly string[], left: number, width: number, height: number): SvgElement[] {
  const bottom = names.length * height;
  const style = { 'font-size': SIZES.tick };
  const label = { 'font-size': SIZES.label, fill: FAINT_INK };
  return [
    ...names.map((name, index) =>
      svg(
        'text',
        { ...style, x: left - 6, y: (index + 0.5) * height, dy: '0.35em', 'text-anchor': 'end' },
        fitted(name, SIZES.tick, left - 30),
      ),
    ),
    ...names.map((name, index) =>
      svg(
        'text',
        { ...style, x: left + (index + 0.5) * width, y: bottom + 16 },
        fitted(name, SIZES.tick, width - 4),
      ),
    ),
    svg('text', { ...label, x: left + (names.length * width) / 2, y: bottom + 38 }, 'predicted'),
    svg('text', { ...label, transform: `translate(12,${bottom / 2}) rotate(-90)` }, 'true'),
  ];
}
