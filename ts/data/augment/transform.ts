import type { TypedArray } from '../../array.js';

/** What happens to one image. */
export interface Move {
  readonly isMirrored: boolean;
  readonly isUpended: boolean;
  /** Radians, counter-clockwise. */
  readonly angle: number;
  readonly down: number;
  readonly right: number;
  /** Of the part that is cut out. */
  readonly top: number;
  readonly left: number;
}

export interface MoveSizes {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly newHeight: number;
  readonly newWidth: number;
  readonly fill: 'nearest' | number;
}

/** Writes the moved image: of each new pixel, the old one that comes there, between four where it was turned. */
export function moveImage(from: TypedArray, to: TypedArray, sizes: MoveSizes, move: Move): void {
  const { height, width, channels, newHeight, newWidth } = sizes;
  const [middleRow, middleColumn] = [(height - 1) / 2, (width - 1) / 2];
  const [sine, cosine] = [Math.sin(move.angle), Math.cos(move.angle)];
  const isBytes = to instanceof Uint8Array || to instanceof Uint8ClampedArray;
  let place = 0;
  for (let row = 0; row < newHeight; row++) {
    for (let column = 0; column < newWidth; column++) {
      const y = row + move.top - move.down;
      const x = column + move.left - move.right;
      let oldRow = y;
      let oldColumn = x;
      if (move.angle !== 0) {
        oldRow = middleRow + cosine * (y - middleRow) + sine * (x - middleColumn);
        oldColumn = middleColumn - sine * (y - middleRow) + cosine * (x - middleColumn);
      }
      if (move.isUpended) oldRow = height - 1 - oldRow;
      if (move.isMirrored) oldColumn = width - 1 - oldColumn;
      for (let channel = 0; channel < channels; channel++) {
        const value =
          move.angle === 0
            ? pixel(from, sizes, oldRow, oldColumn, channel)
            : between(from, sizes, oldRow, oldColumn, channel);
        to[place++] = isBytes ? Math.round(value) : value;
      }
    }
  }
}

/** The bilinear mean of the four pixels around a place. */
function between(from: TypedArray, sizes: MoveSizes, row: number, column: number, channel: number): number {
  const [top, left] = [Math.floor(row), Math.floor(column)];
  const [down, right] = [row - top, column - left];
  const at = (r: number, c: number) => pixel(from, sizes, r, c, channel);
  const upper = at(top, left) * (1 - right) + at(top, left + 1) * right;
  const lower = at(top + 1, left) * (1 - right) + at(top + 1, left + 1) * right;
  return upper * (1 - down) + lower * down;
}

function pixel(
  from: TypedArray,
  { height, width, channels, fill }: MoveSizes,
  row: number,
  column: number,
  channel: number,
): number {
  if (fill !== 'nearest' && (row < 0 || row >= height || column < 0 || column >= width)) return fill;
  const r = Math.min(height - 1, Math.max(0, row));
  const c = Math.min(width - 1, Math.max(0, column));
  return from[(r * width + c) * channels + channel] ?? 0;
}
