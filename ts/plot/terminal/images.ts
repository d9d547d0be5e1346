import type { ArrayLike } from '../../array.js';
import { checkOptions, positiveInteger } from '../../checks.js';
import { type Caption, type CaptionOptions, captionsOf } from '../images/captions.js';
import { brightness, type Images, readImages, withRange } from '../images/read.js';
import { painted, readTerminal, TEXT_OPTIONS, type TextOptions } from './style.js';

export interface TextImagesOptions extends TextOptions, CaptionOptions {
  /** Greatest number of images, of which the first are drawn; by default as many as fit side by side. */
  readonly count?: number | undefined;
}

const OPTIONS = [...TEXT_OPTIONS, 'shape', 'captions', 'truth', 'predicted', 'classes', 'count'];

/** First and last of the 24 greys among a terminal's 256 colours. */
const BLACK = 232;
const WHITE = 255;
/** First of the 6×6×6 colours among them. */
const CUBE = 16;
/** Colour of the captions of wrong predictions. */
const WRONG = 166;
/** Characters from light to dense, which are used without colours. */
const DENSITIES = ' .:-=+*#%@';
const GAP = 2;

/**
 * Draws images as text, with captions: each line has two rows of pixels in half blocks, or without colours one row in
 * characters of rising density. Images that are wider than the terminal are shrunk.
 *
 * @param images as for `imageGrid`
 * @throws ArgumentError, ShapeError for images, classes or options that do not fit
 * @example console.log(terminal.images(test.x, { truth: test.y, predicted: net.predict(test.x) }))
 */
export function images(images: ArrayLike, options: TextImagesOptions = {}): string {
  const operation = 'terminal.images';
  checkOptions(options, OPTIONS, operation);
  const read = readImages(images, options.shape, operation);
  const { columns, hasColours } = readTerminal(options, operation);
  const captions = captionsOf(options, read.count, operation);
  const small = shrunk(read, columns);
  const longest = Math.max(0, ...(captions ?? []).map(({ text }) => text.length));
  const cell = Math.min(columns, Math.max(small.width, longest));
  const perLine = Math.max(1, Math.floor((columns + GAP) / (cell + GAP)));
  const count = Math.min(read.count, positiveInteger(options.count ?? perLine, 'count', operation));
  const shown = withRange(
    small,
    Array.from({ length: count }, (_, index) => index),
  );
  const blocks: string[] = [];
  for (let first = 0; first < count; first += perLine) {
    const chosen = Array.from({ length: Math.min(perLine, count - first) }, (_, index) => first + index);
    blocks.push(block(shown, chosen, cell, hasColours, captions));
  }
  return blocks.join('\n\n');
}

/** Draws some images side by side. */
function block(
  images: Images,
  chosen: readonly number[],
  cell: number,
  hasColours: boolean,
  captions: readonly Caption[] | undefined,
): string {
  const { height, width } = images;
  const rows = hasColours ? Math.ceil(height / 2) : height;
  const draw = hasColours ? halfBlocks : characters;
  const lines = Array.from({ length: rows }, (_, row) =>
    chosen.map((index) => draw(images, index, row) + ' '.repeat(cell - width)).join(' '.repeat(GAP)),
  );
  if (captions) {
    const texts = chosen.map((index) => {
      const { text = '', isWrong = false } = captions[index] ?? {};
      const marked = isWrong && !hasColours ? `${text} ✗` : text;
      const padded = marked.slice(0, cell).padEnd(cell);
      return isWrong && hasColours ? painted(padded, { fore: WRONG }) : padded;
    });
    lines.push(texts.join(' '.repeat(GAP)));
  }
  return lines.map((line) => line.trimEnd()).join('\n');
}

/** One line of half blocks: the foreground is the upper row of pixels, the background the lower one. */
function halfBlocks(images: Images, index: number, row: number): string {
  let line = '';
  for (let column = 0; column < images.width; column++) {
    const fore = colour(images, index, 2 * row, column);
    const back = 2 * row + 1 < images.height ? colour(images, index, 2 * row + 1, column) : undefined;
    line += `\u001b[38;5;${fore}${back === undefined ? '' : `;48;5;${back}`}m▀`;
  }
  return `${line}\u001b[0m`;
}

/** Number of the nearest one of the terminal's 256 colours. */
function colour(images: Images, index: number, row: number, column: number): number {
  const [red = 0, green = red, blue = red] = brightness(images, index, row, column);
  if (images.channels === 1) return BLACK + Math.round(red * (WHITE - BLACK));
  const level = (value: number) => Math.round(5 * value);
  return CUBE + 36 * level(red) + 6 * level(green) + level(blue);
}

/** One row of pixels as characters. */
function characters(images: Images, index: number, row: number): string {
  let line = '';
  for (let column = 0; column < images.width; column++) {
    const values = brightness(images, index, row, column);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    line += DENSITIES[Math.round(mean * (DENSITIES.length - 1))] ?? ' ';
  }
  return line;
}

/** Every k-th pixel of images that are wider than the terminal. */
function shrunk(images: Images, columns: number): Images {
  const every = Math.ceil(images.width / columns);
  if (every <= 1) return images;
  const [height, width] = [Math.ceil(images.height / every), Math.ceil(images.width / every)];
  const { count, channels } = images;
  const data = new Float64Array(count * height * width * channels);
  for (let to = 0; to < data.length; to++) {
    const [channel, pixel] = [to % channels, Math.floor(to / channels)];
    const [column, row] = [pixel % width, Math.floor(pixel / width) % height];
    const image = Math.floor(pixel / (width * height));
    const from = (image * images.height + row * every) * images.width + column * every;
    data[to] = images.data[from * channels + channel] ?? 0;
  }
  return { ...images, data, height, width };
}
