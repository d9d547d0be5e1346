import type { NdArray } from 'ferrograd';
import type { ImageSet } from 'ferrograd/data';

/** First and last of the 24 greys among a terminal's 256 colours. */
const BLACK = 232;
const WHITE = 255;
/** Room for the caption `7 is wrong: 1`. */
const CAPTION = 13;
/** From empty to full, for terminals and pipes without colours. */
const DENSITIES = ' .:-=+*#%@';

/**
 * Some test images side by side as text, with prediction and truth below. A character holds two rows of pixels
 * in greys, or one in characters of rising density where colours are off.
 */
export function drawDigits({ x, y }: ImageSet['test'], output: NdArray, count: number): string {
  const [total = 0, height = 0, width = 0] = x.shape;
  const classes = output.shape[1] ?? 1;
  const cell = Math.max(width, CAPTION);
  const perLine = Math.max(1, Math.floor((process.stdout.columns || 80) / (cell + 2)));
  const chosen = Array.from({ length: Math.min(count, total, perLine) }, (_, index) => index);
  const images = chosen.map((index) => {
    const pixels = x.data.subarray(index * height * width, (index + 1) * height * width);
    return Array.from(pixels, (pixel) => pixel * (x.scale ?? 1));
  });
  const inColour = process.stdout.isTTY && !process.env['NO_COLOR'];
  const draw = inColour ? halfBlocks : characters;
  const lines = Array.from({ length: Math.ceil(height / (inColour ? 2 : 1)) }, (_, line) =>
    images.map((image) => draw(image, width, line) + ' '.repeat(cell - width)).join('  '),
  );
  const captions = chosen.map((index) => {
    const scores = output.data.subarray(index * classes, (index + 1) * classes);
    const predicted = scores.indexOf(Math.max(...scores));
    const truth = y.data[index];
    const caption = `${predicted} is ${predicted === truth ? 'right' : `wrong: ${truth}`}`;
    return caption.padEnd(cell);
  });
  return [...lines, captions.join('  ')].join('\n');
}

function halfBlocks(image: number[], width: number, line: number): string {
  const grey = (value = 0) => BLACK + Math.round(value * (WHITE - BLACK));
  const row = (index: number) => image.slice(index * width, (index + 1) * width);
  const below = row(2 * line + 1);
  const cells = row(2 * line).map((upper, column) => {
    return `\x1b[38;5;${grey(upper)};48;5;${grey(below[column])}m▀`;
  });
  return `${cells.join('')}\x1b[0m`;
}

function characters(image: number[], width: number, line: number): string {
  const row = image.slice(line * width, (line + 1) * width);
  return row.map((value) => DENSITIES[Math.round(value * (DENSITIES.length - 1))]).join('');
}
