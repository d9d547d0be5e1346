import { checkOptions, integer, number, oneOf, show } from '../../checks.js';
import { ArgumentError } from '../../errors.js';
import { type ImageSize, readSize } from '../image/resizeImage.js';

/** The changes that are made at random to each image; those that are left out are not made. */
export interface AugmentOptions {
  /** Largest shift in pixels, up or down and left or right; two numbers for [rows, columns]. */
  readonly shift?: number | readonly [rows: number, columns: number] | undefined;
  /** Whether left and right (`'horizontal'` or true), or top and bottom, are exchanged in about half of the images. */
  readonly flip?: boolean | 'horizontal' | 'vertical' | 'both' | undefined;
  /** Largest rotation in degrees, clockwise or counter-clockwise. */
  readonly rotate?: number | undefined;
  /** Height and width of a part that is cut out at a random position. */
  readonly crop?: ImageSize | undefined;
  /** Standard deviation of the noise added to each value, as a part of the whole range of brightness. */
  readonly noise?: number | undefined;
  /** Brightness in 0 … 1 of pixels from beyond the edge; by default that of the nearest pixel. */
  readonly fill?: 'nearest' | number | undefined;
  /** Seed of the changes; a random one by default. */
  readonly seed?: number | undefined;
}

/** Options with their defaults. */
export interface AugmentSettings {
  readonly shift: readonly [number, number];
  readonly flipsColumns: boolean;
  readonly flipsRows: boolean;
  /** Largest rotation, in radians. */
  readonly rotate: number;
  readonly crop: ImageSize | undefined;
  readonly noise: number;
  readonly fill: 'nearest' | number;
}

const names = ['shift', 'flip', 'rotate', 'crop', 'noise', 'fill', 'seed'] satisfies (keyof AugmentOptions)[];
const operation = 'augment';

export function readAugmentOptions(options: AugmentOptions): AugmentSettings {
  checkOptions(options, names, operation);
  const { flip = false, fill = 'nearest', crop } = options;
  const direction =
    typeof flip === 'boolean'
      ? flip && 'horizontal'
      : oneOf(flip, ['horizontal', 'vertical', 'both'] as const, 'flip', operation);
  return {
    shift: readShift(options.shift ?? 0),
    flipsColumns: direction === 'horizontal' || direction === 'both',
    flipsRows: direction === 'vertical' || direction === 'both',
    rotate: (number(options.rotate ?? 0, 'rotate', operation, { lowest: 0, highest: 180 }) * Math.PI) / 180,
    crop: crop && readSize(crop, 'crop', operation),
    noise: number(options.noise ?? 0, 'noise', operation, { lowest: 0 }),
    fill: fill === 'nearest' ? fill : number(fill, 'fill', operation),
  };
}

function readShift(shift: unknown): readonly [number, number] {
  if (Array.isArray(shift) && shift.length === 2) {
    return [integer(shift[0], 'shift[0]', operation, 0), integer(shift[1], 'shift[1]', operation, 0)];
  }
  if (typeof shift !== 'number') {
    throw new ArgumentError({
      code: 'shift',
      operation,
      actual: `shift is ${show(shift)}`,
      expected: 'it must be a number of pixels or a pair of them',
      remedy: 'pass shift: 2 or shift: [2, 0], for example',
    });
  }
  const pixels = integer(shift, 'shift', operation, 0);
  return [pixels, pixels];
}
