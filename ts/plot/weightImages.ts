import type { NdArray } from '../array.js';
import { checkOptions, positiveInteger, show } from '../checks.js';
import { ArgumentError, ShapeError } from '../errors.js';
import { shapeText, sizeOf } from '../shape.js';
import { figure, type Placed } from './figure/figure.js';
import { formatRounded } from './figure/scale.js';
import { SIZES } from './figure/theme.js';
import { drawImage, type Pixels } from './images/draw.js';
import {
  PICTURE_OPTIONS,
  type PictureOptions,
  readArray,
  readPictureSize,
  readText,
  WIDEST,
} from './input.js';
import type { Picture } from './picture.js';
import { svg, type SvgElement } from './svg/element.js';

/** The part of a model that is needed to draw its weights. */
export interface WeightedModel {
  readonly inputShape: readonly number[];
  getWeights(): readonly NdArray[];
}

export interface WeightImagesOptions extends PictureOptions {
  /** Height and width of the images, where the model's input is flat and not square. */
  readonly shape?: readonly [number, number] | undefined;
  /** Number of images in a row; by default as many as make a picture that is wider than high. */
  readonly columns?: number | undefined;
  /** Greatest number of units, of which the first are drawn; 64 by default. */
  readonly count?: number | undefined;
}

const OPTIONS = [...PICTURE_OPTIONS, 'shape', 'columns', 'count'];

const GAP = 6;

/**
 * Draws the weights of a model's first layer as images, one for each unit or filter: orange above 0, blue below, white at
 * 0, all on the same scale.
 *
 * @param model a model whose first layer is dense, over images, or a convolution; or the kernel of that layer, [inputs, units]
 * or [height, width, channels, filters]. The mean over the channels is drawn.
 * @throws ArgumentError, ShapeError for a model without such weights, or options out of range
 * @example await weightImages(net, { columns: 10 }).save('weights.png')
 */
export function weightImages(model: WeightedModel | NdArray, options: WeightImagesOptions = {}): Picture {
  const operation = 'weightImages';
  checkOptions(options, OPTIONS, operation);
  const { kernels, height, width } = readKernels(model, options.shape, operation);
  const count = Math.min(kernels.length, positiveInteger(options.count ?? 64, 'count', operation));
  const columns = Math.min(
    count,
    positiveInteger(options.columns ?? Math.ceil(Math.sqrt(2 * count)), 'columns', operation),
  );
  const total = readPictureSize(
    options.width,
    'width',
    operation,
    Math.max(300, Math.min(WIDEST, columns * 66 - GAP)),
  );

  const cell = (total + GAP) / columns - GAP;
  const tall = (cell * height) / width;
  const shown = kernels.slice(0, count);
  const { limit, isClipped } = limitOf(shown);
  const parts = shown.map((kernel, index): Placed => {
    const pixels: Pixels = { data: colours(kernel, limit), width, height, channels: 3 };
    const frame = svg('rect', {
      width: cell,
      height: tall,
      fill: 'none',
      stroke: '#cccccc',
      'stroke-width': 0.75,
    });
    const element = svg('g', {}, drawImage(pixels, { x: 0, y: 0, width: cell, height: tall }), frame);
    return { element, x: (index % columns) * (cell + GAP), y: Math.floor(index / columns) * (tall + GAP) };
  });
  const bottom = Math.ceil(count / columns) * (tall + GAP) + 4;
  parts.push({ element: colourBar(limit, isClipped), x: total / 2, y: bottom });
  const title = readText(options.title, 'title', operation, 'Weights of the first layer');
  return figure({ title, width: total, height: bottom + 34, parts });
}

/**
 * The absolute weight that has the full colour. A few large weights would make all others pale: where they would, the
 * largest hundredth is clipped.
 */
function limitOf(kernels: readonly Float64Array[]): { limit: number; isClipped: boolean } {
  const sizes = Float64Array.from(kernels.flatMap((kernel) => Array.from(kernel, Math.abs))).sort();
  const [most, largest] = [sizes[Math.floor(0.99 * (sizes.length - 1))] ?? 0, sizes.at(-1) ?? 0];
  const isClipped = most > 0 && largest > 1.5 * most;
  return { limit: (isClipped ? most : largest) || 1, isClipped };
}

interface Kernels {
  /** Weights of each unit, row by row. */
  readonly kernels: readonly Float64Array[];
  readonly height: number;
  readonly width: number;
}

function readKernels(model: unknown, shape: unknown, operation: string): Kernels {
  const isModel = typeof model === 'object' && model !== null && 'getWeights' in model;
  const first: unknown = isModel ? (model as WeightedModel).getWeights()[0] : model;
  if (first === undefined) throw noWeights(model, operation);
  const { data, shape: own } = readArray(first, 'the first weights', operation);
  const units = own.at(-1) ?? 0;
  if (own.length === 4) {
    const [height = 0, width = 0, channels = 0] = own;
    return { kernels: split(data, height * width, channels, units), height, width };
  }
  const inputs = own[0] ?? 0;
  const ofModel = isModel ? (model as WeightedModel).inputShape : [];
  const [height = 0, width = 0, channels = 1] = Array.isArray(shape)
    ? (shape as number[])
    : ofModel.length > 1
      ? ofModel
      : [Math.sqrt(inputs), Math.sqrt(inputs)];
  const isWhole = [height, width].every((size) => Number.isInteger(size) && size > 0);
  if (own.length === 2 && isWhole && sizeOf([height, width, channels]) === inputs) {
    return { kernels: split(data, height * width, channels, units), height, width };
  }
  throw new ShapeError({
    code: 'no-images',
    operation,
    actual: `the first weights have shape ${shapeText(own)}`,
    expected: `they must make images: ${shape === undefined ? 'a square number of' : 'as many'} inputs${shape === undefined ? '' : ` as ${show(shape)} has pixels`}`,
    remedy: 'pass shape: [height, width] of the input images',
  });
}

/** The weights of each unit, as the mean over the channels. */
function split(data: Float64Array, pixels: number, channels: number, units: number): Float64Array[] {
  return Array.from({ length: units }, (_, unit) => {
    return Float64Array.from({ length: pixels }, (_, pixel) => {
      let sum = 0;
      for (let c = 0; c < channels; c++) sum += data[(pixel * channels + c) * units + unit] ?? 0;
      return sum / channels;
    });
  });
}

function noWeights(model: unknown, operation: string): ArgumentError {
  return new ArgumentError({
    code: 'no-weights',
    operation,
    actual: `${show(model)} has no weights`,
    expected: 'those of the first layer are drawn',
    remedy: 'pass a model with a dense or convolutional layer',
  });
}

/** Colour of the lowest weight, below 0. */
const LOW = [0, 114, 178] as const;
/** Colour of the highest weight, above 0. */
const HIGH = [213, 94, 0] as const;

/** Red, green and blue of each weight, from white for 0 to LOW or HIGH. */
function colours(weights: Float64Array, limit: number): Uint8Array {
  const bytes = new Uint8Array(3 * weights.length);
  weights.forEach((weight, index) => {
    const strength = Math.min(1, Math.abs(weight) / limit);
    const full = weight < 0 ? LOW : HIGH;
    full.forEach(
      (value, channel) => (bytes[3 * index + channel] = Math.round(255 - strength * (255 - value))),
    );
  });
  return bytes;
}

const BAR = { width: 160, height: 10 } as const;

/** The scale of the colours below the images. */
function colourBar(limit: number, isClipped: boolean): SvgElement {
  const steps = Float64Array.from({ length: 33 }, (_, index) => index / 16 - 1);
  const pixels: Pixels = { data: colours(steps, 1), width: steps.length, height: 1, channels: 3 };
  const text = (x: number, content: string) =>
    svg('text', { x, y: BAR.height + 14, 'font-size': SIZES.tick }, content);
  const half = BAR.width / 2;
  const [below, above] = isClipped ? ['≤ ', '≥ '] : ['', ''];
  return svg(
    'g',
    {},
    drawImage(pixels, { x: -half, y: 0, ...BAR }),
    svg('rect', { x: -half, y: 0, ...BAR, fill: 'none', stroke: '#999999', 'stroke-width': 0.75 }),
    text(-half, `${below}${formatRounded(-limit)}`),
    text(0, '0'),
    text(half, `${above}${formatRounded(limit)}`),
  );
}
