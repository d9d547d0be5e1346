import type { ArrayLike } from '../array.js';
import { boolean, checkOptions, positiveInteger, show } from '../checks.js';
import { ArgumentError } from '../errors.js';
import { figure, type Placed } from './figure/figure.js';
import { fitted, textWidth } from './figure/measure.js';
import { INK, SIZES, WRONG } from './figure/theme.js';
import { type Caption, captionsOf } from './images/captions.js';
import { drawImage, type Pixels } from './images/draw.js';
import { type Images, levelAt, readImages, withRange } from './images/read.js';
import { PICTURE_OPTIONS, type PictureOptions, readSize, readText, readVector, WIDEST } from './input.js';
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
  /** Which images are drawn, by their indices, instead of the first. */
  readonly indices?: readonly number[] | undefined;
  /** Whether grey images are drawn dark on white, for large values that mean ink; true by default. */
  readonly ink?: boolean | undefined;
}

const OPTIONS = [
  ...PICTURE_OPTIONS,
  ...['shape', 'captions', 'truth', 'predicted', 'classes', 'columns', 'count', 'indices', 'ink'],
];

const GAP = 10;
const CAPTION = 18;
/** Images that are drawn where nothing else is said. */
const USUAL = 40;

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
  const read = readImages(images, options.shape, operation);
  const chosen = readIndices(options, read.count, operation);
  const all = withRange(read, chosen);
  const captions = captionsOf(options, all.count, operation);
  const shown = captions ? chosen.map((index) => captions[index] ?? { text: '', isWrong: false }) : [];
  const count = chosen.length;
  const columns = Math.min(
    count,
    positiveInteger(options.columns ?? Math.ceil(Math.sqrt(2 * count)), 'columns', operation),
  );
  const width = readSize(options.width, 'width', operation, usualWidth(columns, shown));
  const hasInk = all.channels === 1 && boolean(options.ink ?? true, 'ink', operation);

  const cell = (width + GAP) / columns - GAP;
  const tall = (cell * all.height) / all.width;
  const step = tall + (captions ? CAPTION : 0) + GAP;
  const size = captionSize(shown, cell + GAP - 2);
  const parts = chosen.map((index, place): Placed => {
    const pixels = pixelsOf(all, index, hasInk);
    const element = svg('g', {}, drawImage(pixels, { x: 0, y: 0, width: cell, height: tall }));
    for (const mark of surroundings(cell, tall, shown[place], size)) element.appendChild(mark);
    return { element, x: (place % columns) * (cell + GAP), y: Math.floor(place / columns) * step };
  });
  const right = shown.filter(({ isWrong }) => !isWrong).length;
  const isCompared = options.truth !== undefined && options.predicted !== undefined;
  const usual = isCompared && options.indices === undefined ? `Predictions: ${right} of ${count} right` : '';
  const title = readText(options.title, 'title', operation, usual);
  return figure({ title, width, height: Math.ceil(count / columns) * step - GAP + 4, parts });
}

function readIndices({ indices, count }: ImageGridOptions, images: number, operation: string): number[] {
  if (indices === undefined) {
    const most = positiveInteger(count ?? USUAL, 'count', operation);
    return Array.from({ length: Math.min(images, most) }, (_, index) => index);
  }
  const chosen = Array.from(readVector(indices, 'indices', operation));
  const place = chosen.findIndex((index) => !(Number.isInteger(index) && index >= 0 && index < images));
  if (place < 0) return chosen;
  throw new ArgumentError({
    code: 'index',
    operation,
    actual: `indices[${place}] is ${show(chosen[place])}`,
    expected: `there are ${images} images, from index 0`,
    remedy: 'pass indices of the images',
  });
}

/** Images about as wide as their captions. */
function usualWidth(columns: number, captions: readonly Caption[]): number {
  const widest = Math.max(0, ...captions.map(({ text }) => textWidth(text, SIZES.label)));
  const cell = Math.max(58, Math.min(120, Math.ceil(widest) - GAP + 4));
  return Math.max(240, Math.min(WIDEST, columns * (cell + GAP) - GAP));
}

/** The size at which the longest caption fits, as long as it is legible. */
function captionSize(captions: readonly Caption[], room: number): number {
  const widest = Math.max(1, ...captions.map(({ text }) => textWidth(text, 1)));
  return Math.max(9, Math.min(SIZES.label, Math.floor((2 * room) / widest) / 2));
}

/** A thin frame, or a thick one where the prediction is wrong, and the caption. */
function surroundings(
  width: number,
  height: number,
  caption: Caption | undefined,
  size: number,
): SvgElement[] {
  const isWrong = caption?.isWrong ?? false;
  const colour = isWrong ? WRONG : '#cccccc';
  const frame = svg('rect', {
    ...{ width, height, fill: 'none', stroke: colour },
    'stroke-width': isWrong ? 2.5 : 0.75,
  });
  if (!caption) return [frame];
  const text = fitted(caption.text, size, width + GAP - 2);
  const style = { 'font-size': size, fill: isWrong ? WRONG : INK };
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
