import { decode } from 'fast-png';

/** The numbers in the text of an SVG document, and the text between them. */
export function anatomy(svg: string): { skeleton: string; numbers: number[] } {
  const pattern = /-?\d+(\.\d+)?(e-?\d+)?/g;
  return {
    skeleton: svg.replace(pattern, '#').replace(/></g, '>\n<'),
    numbers: (svg.match(pattern) ?? []).map(Number),
  };
}

/** The largest difference between the numbers of two documents of the same structure. */
export function largestDifference(a: readonly number[], b: readonly number[]): number {
  return a.reduce((most, value, i) => Math.max(most, Math.abs(value - (b[i] ?? NaN))), 0);
}

export interface Image {
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  readonly data: ArrayLike<number>;
}

export const readPng = (bytes: Uint8Array): Image => decode(bytes);

/**
 * Share of the squares of pixels in which two images differ visibly: the mean of one of the three colours differs by more
 * than an eighth of the range. Renderers smooth edges and letters differently, which shows in squares of one pixel and not
 * in larger ones.
 */
export function difference(a: Image, b: Image, square = 1): number {
  if (a.width !== b.width || a.height !== b.height) return 1;
  const [columns, rows] = [Math.floor(a.width / square), Math.floor(a.height / square)];
  let different = 0;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const off = [0, 1, 2].map((channel) => {
        return Math.abs(mean(a, row, column, square, channel) - mean(b, row, column, square, channel));
      });
      if (Math.max(...off) > 32) different++;
    }
  }
  return different / (columns * rows);
}

function mean(
  { data, width, channels }: Image,
  row: number,
  column: number,
  square: number,
  channel: number,
): number {
  let sum = 0;
  for (let i = 0; i < square * square; i++) {
    const [y, x] = [row * square + Math.floor(i / square), column * square + (i % square)];
    sum += data[(y * width + x) * channels + channel] ?? 0;
  }
  return sum / square ** 2;
}
