import type { TypedArray } from '../../array.js';

/** The changes of one image, apart from noise; lengths are in pixels. */
export interface Transform {
  /** Whether left and right are exchanged. */
  readonly flipsColumns: boolean;
  /** Whether top and bottom are exchanged. */
  readonly flipsRows: boolean;
  /** Rotation about the centre in radians, counter-clockwise. */
  readonly angle: number;
  /** Shift. */
  readonly down: number;
  readonly right: number;
  /** Upper left corner of the crop. */
  readonly top: number;
  readonly left: number;
}

export interface TransformSizes {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly newHeight: number;
  readonly newWidth: number;
  /** Value of pixels from beyond the edge, or the nearest pixel. */
  readonly fill: 'nearest' | number;
}

/**
 * Writes the transformed image:
 *
 *     for each new pixel: apply the inverse transform to its row and column,
 *       take the old pixel there, or interpolate between four old pixels where the image is rotated
 */
export function transformImage(
  from: TypedArray,
  to: TypedArray,
  sizes: TransformSizes,
  transform: Transform,
): void {
  const { height, width, channels, newHeight, newWidth } = sizes;
  const { angle, down, right, top, left, flipsRows, flipsColumns } = transform;
  const [middleRow, middleColumn] = [(height - 1) / 2, (width - 1) / 2];
  const [sine, cosine] = [Math.sin(angle), Math.cos(angle)];
  const isBytes = to instanceof Uint8Array || to instanceof Uint8ClampedArray;
  let index = 0;
  for (let row = 0; row < newHeight; row++) {
    for (let column = 0; column < newWidth; column++) {
      const y = row + top - down;
      const x = column + left - right;
      let oldRow = y;
      let oldColumn = x;
      if (angle !== 0) {
        oldRow = middleRow + cosine * (y - middleRow) + sine * (x - middleColumn);
        oldColumn = middleColumn - sine * (y - middleRow) + cosine * (x - middleColumn);
      }
      if (flipsRows) oldRow = height - 1 - oldRow;
      if (flipsColumns) oldColumn = width - 1 - oldColumn;
      for (let channel = 0; channel < channels; channel++) {
        const value =
          angle === 0
            ? pixelAt(from, sizes, oldRow, oldColumn, channel)
            : bilinear(from, sizes, oldRow, oldColumn, channel);
        to[index++] = isBytes ? Math.round(value) : value;
      }
    }
  }
}

/** Bilinear interpolation between the four pixels around a position. */
function bilinear(
  from: TypedArray,
  sizes: TransformSizes,
  row: number,
  column: number,
  channel: number,
): number {
  const [top, left] = [Math.floor(row), Math.floor(column)];
  const [down, right] = [row - top, column - left];
  const at = (r: number, c: number) => pixelAt(from, sizes, r, c, channel);
  const upper = at(top, left) * (1 - right) + at(top, left + 1) * right;
  const lower = at(top + 1, left) * (1 - right) + at(top + 1, left + 1) * right;
  return upper * (1 - down) + lower * down;
}

/** The value of a pixel, which may lie beyond the edge. */
function pixelAt(
  from: TypedArray,
  { height, width, channels, fill }: TransformSizes,
  row: number,
  column: number,
  channel: number,
): number {
  if (fill !== 'nearest' && (row < 0 || row >= height || column < 0 || column >= width)) return fill;
  const r = Math.min(height - 1, Math.max(0, row));
  const c = Math.min(width - 1, Math.max(0, column));
  return from[(r * width + c) * channels + channel] ?? 0;
}
