import type { ArrayLike } from '../array.js';
import { boolean, checkOptions, positiveInteger } from '../checks.js';
import { figure, type Placed } from './figure/figure.js';
import { fitted } from './figure/measure.js';
import { INK, SIZES, WRONG } from './figure/theme.js';
import { type Caption, captionsOf } from './images/captions.js';
import { drawImage, type Pixels } from './images/draw.js';
import { type Images, levelAt, readImages } from './images/read.js';
import { PICTURE_OPTIONS, type PictureOptions, readSize, readText } from './input.js';
import type { Picture } from './picture.js';
import { svg, type SvgElement } from './svg/element.js';

export interface ImageGridOptions extends PictureOptions {
  /** Height and width of flat images [n, pixels] that are not square. */
  readonly shape?: readonly number[] | undefined;
  /** A text below each image; by default the predicted class, and in brackets the true one where it is another. */
  readonly captions?: readonly string[] | undefined;
  /** True classes [n], or one-hot vectors [n, k]. */
  readonly truth?: ArrayLike | undefined;
  /** Predicted classes [n], or a model's outputs [n, k]; wrong ones are marked. */
  readonly predicted?: ArrayLike | undefined;
  /** Names of the classes; their numbers by default. */
  readonly classes?: readonly string[] | undefined;
  /** Images side by side; by default as many as make a picture that is wider than high. */
  readonly columns?: number | undefined;
  /** At most so many images, the first; 40 by default. */
  readonly count?: number | undefined;
  /** Whether grey images are drawn dark on white, for large values that mean ink; true by default. */
  readonly ink?: boolean | undefined;
}

const OPTIONS = [
  ...PICTURE_OPTIONS,
  ...['shape', 'captions', 'truth', 'predicted', 'classes', 'columns', 'count', 'ink'],
];

const GAP = 10;
const CAPTION = 18;

/**
 * Images in rows, with captions: predicted and true classes, wrong ones marked.
 *
 * @param images [n, height, width], [n, height, width, 1 or 3], or flat [n, pixels]; values from 0 to 1, or to the largest
 * @throws ArgumentError, ShapeError for images, classes or options that do not fit
 * @example await imageGrid(test.x, { truth: test.y, predicted: net.predict(test.x), columns: 10 }).save('digits.png')
 */
export function imageGrid(images: ArrayLike, options: ImageGridOptions = {}): Picture {
  const operation = 'imageGrid';
  checkOptions(options, OPTIONS, operation);
  const all = readImages(images, options.shape, operation);
  const captions = captionsOf(options, all.count, operation);
  const count = Math.min(all.count, positiveInteger(options.count ?? 40, 'count', operation));
  const columns = Math.min(
    count,
    positiveInteger(options.columns ?? Math.ceil(Math.sqrt(2 * count)), 'columns', operation),
  );
  const width = readSize(options.width, 'width', operation, Math.max(240, columns * 68 - GAP));
  const hasInk = all.channels === 1 && boolean(options.ink ?? true, 'ink', operation);

  const cell = (width + GAP) / columns - GAP;
  const tall = (cell * all.height) / all.width;
  const step = tall + (captions ? CAPTION : 0) + GAP;
  const parts = Array.from({ length: count }, (_, index): Placed => {
    const pixels = pixelsOf(all, index, hasInk);
    const element = svg('g', {}, drawImage(pixels, { x: 0, y: 0, width: cell, height: tall }));
    for (const mark of surroundings(cell, tall, captions?.[index])) element.appendChild(mark);
    return { element, x: (index % columns) * (cell + GAP), y: Math.floor(index / columns) * step };
  });
  const wrong = captions?.slice(0, count).filter(({ isWrong }) => isWrong).length;
  const isCompared = options.truth !== undefined && options.predicted !== undefined;
  const usual = isCompared ? `Predictions: ${count - (wrong ?? 0)} of ${count} right` : '';
  const title = readText(options.title, 'title', operation, usual);
  return figure({ title, width, height: Math.ceil(count / columns) * step - GAP + 4, parts });
}

/** A thin frame, or a thick one where the prediction is wrong, and the caption. */
function surroundings(width: number, height: number, caption: Caption | undefined): SvgElement[] {
  const isWrong = caption?.isWrong ?? false;
  const colour = isWrong ? WRONG : '#cccccc';
  const frame = svg('rect', {
    width,
    height,
    fill: 'none',
    stroke: colour,
    'stroke-width': isWrong ? 2.5 : 0.75,
  });
  if (!caption) return [frame];
  const text = fitted(caption.text, SIZES.label, width + GAP - 2);
  const style = { 'font-size': SIZES.label, fill: isWrong ? WRONG : INK };
  return [frame, svg('text', { ...style, x: width / 2, y: height + CAPTION - 4 }, text)];
}

function pixelsOf(images: Images, index: number, hasInk: boolean): Pixels {
  const { height, width, channels } = images;
  const size = height * width * channels;
  const bytes = Uint8Array.from({ length: size }, (_, place) => {
    const level = Math.round(255 * levelAt(images, index * size + place));
    return hasInk ? 255 - level : level;
  });
  return { data: bytes, width, height, channels };
}
