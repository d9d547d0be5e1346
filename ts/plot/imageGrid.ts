import type { ArrayLike } from '../array.js';
import { boolean, checkOptions, positiveInteger, show } from '../checks.js';
import { ArgumentError } from '../errors.js';
import { figure, type Placed } from './figure/figure.js';
import { fitted, textWidth } from './figure/measure.js';
import { INK, SIZES, WRONG } from './figure/theme.js';
import { type Caption, type CaptionOptions, captionsOf } from './images/captions.js';
import { drawImage, type Pixels } from './images/draw.js';
import { type Images, levelAt, readImages, withRange } from './images/read.js';
import {
  PICTURE_OPTIONS,
  type PictureOptions,
  readPictureSize,
  readText,
  readVector,
  WIDEST,
} from './input.js';
import type { Picture } from './picture.js';
import { svg, type SvgElement } from './svg/element.js';

export interface ImageGridOptions extends PictureOptions, CaptionOptions {
  /** Number of images in a row; by default as many as make a picture that is wider than high. */
  readonly columns?: number | undefined;
  /** Greatest number of images, of which the first are drawn; 40 by default. */
  readonly count?: number | undefined;
  /** Indices of the images that are drawn, instead of the first ones. */
  readonly indices?: readonly number[] | undefined;
  /** Whether large values of grey images are drawn dark, as ink on white paper; true by default. */
  readonly ink?: boolean | undefined;
}

const OPTIONS = [
  ...PICTURE_OPTIONS,
  ...['shape', 'captions', 'truth', 'predicted', 'classes', 'columns', 'count', 'indices', 'ink'],
];

const GAP = 10;
const CAPTION = 18;
/** Default of `count`. */
const DEFAULT_COUNT = 40;

/**
 * Draws images in rows, with captions: the predicted and the true classes, where wrong predictions are marked.
 *
 * @param images [n, height, width], [n, height, width, 1 or 3], or flat [n, pixels]; values from 0 to 1, or from the smallest
 * to the largest
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
  const width = readPictureSize(options.width, 'width', operation, defaultWidth(columns, shown));
  const hasInk = all.channels === 1 && boolean(options.ink ?? true, 'ink', operation);

  const cell = (width + GAP) / columns - GAP;
  const tall = (cell * all.height) / all.width;
  const step = tall + (captions ? CAPTION : 0) + GAP;
  const size = captionSize(shown, cell + GAP - 2);
  const parts = chosen.map((index, position): Placed => {
    const pixels = pixelsOf(all, index, hasInk);
    const element = svg('g', {}, drawImage(pixels, { x: 0, y: 0, width: cell, height: tall }));
    for (const mark of frameAndCaption(cell, tall, shown[position], size)) element.appendChild(mark);
    return { element, x: (position % columns) * (cell + GAP), y: Math.floor(position / columns) * step };
  });
  const right = shown.filter(({ isWrong }) => !isWrong).length;
  const isCompared = options.truth !== undefined && options.predicted !== undefined;
  const usual = isCompared && options.indices === undefined ? `Predictions: ${right} of ${count} right` : '';
  const title = readText(options.title, 'title', operation, usual);
  return figure({ title, width, height: Math.ceil(count / columns) * step - GAP + 4, parts });
}

function readIndices({ indices, count }: ImageGridOptions, images: number, operation: string): number[] {
  if (indices === undefined) {
    const most = positiveInteger(count ?? DEFAULT_COUNT, 'count', operation);
    return Array.from({ length: Math.min(images, most) }, (_, index) => index);
  }
  const chosen = Array.from(readVector(indices, 'indices', operation));
  const invalid = chosen.findIndex((index) => !(Number.isInteger(index) && index >= 0 && index < images));
  if (invalid < 0) return chosen;
  throw new ArgumentError({
    code: 'index',
    operation,
    actual: `indices[${invalid}] is ${show(chosen[invalid])}`,
    expected: `there are ${images} images, counted from 0`,
    remedy: 'pass indices of the images',
  });
}

/** Default width of the picture: images are about as wide as their captions. */
function defaultWidth(columns: number, captions: readonly Caption[]): number {
  const widest = Math.max(0, ...captions.map(({ text }) => textWidth(text, SIZES.label)));
  const cell = Math.max(58, Math.min(120, Math.ceil(widest) - GAP + 4));
  return Math.max(240, Math.min(WIDEST, columns * (cell + GAP) - GAP));
}

/** The font size at which the longest caption fits, but at least a legible one. */
function captionSize(captions: readonly Caption[], room: number): number {
  const widest = Math.max(1, ...captions.map(({ text }) => textWidth(text, 1)));
  return Math.max(9, Math.min(SIZES.label, Math.floor((2 * room) / widest) / 2));
}

/** The frame of an image, thick where the prediction is wrong, and its caption. */
function frameAndCaption(
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
  const bytes = Uint8Array.from({ length: size }, (_, at) => {
    const level = Math.round(255 * levelAt(images, index * size + at));
    return hasInk ? 255 - level : level;
  });
  return { data: bytes, width, height, channels };
}
