import { checkOptions, integer, number, oneOf, show } from '../../checks.js';
import { ArgumentError } from '../../errors.js';
import { type ImageSize, readSize } from '../image/resizeImage.js';

/** What is changed by chance in each image; what is left out stays. */
export interface AugmentOptions {
  /** Pixels that an image is moved by at most, in either direction, or [down, right]. */
  readonly shift?: number | readonly [rows: number, columns: number] | undefined;
  /** Exchanges left and right, or top and bottom, of every other image; true is `'horizontal'`. */
  readonly flip?: boolean | 'horizontal' | 'vertical' | 'both' | undefined;
  /** Degrees that an image is turned by at most, in either direction. */
  readonly rotate?: number | undefined;
  /** Height and width of a part that is cut out somewhere. */
  readonly crop?: ImageSize | undefined;
  /** Standard deviation of what is added to each sample, where 1 is the whole range of brightness. */
  readonly noise?: number | undefined;
  /** What comes in from beyond the edge: the nearest pixel (the default), or this brightness in 0 … 1. */
  readonly fill?: 'nearest' | number | undefined;
  /** By default a random one. */
  readonly seed?: number | undefined;
}

/** Options with their defaults. */
export interface AugmentSettings {
  readonly shift: readonly [number, number];
  readonly isMirrored: boolean;
  readonly isUpended: boolean;
  /** Radians. */
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
    isMirrored: direction === 'horizontal' || direction === 'both',
    isUpended: direction === 'vertical' || direction === 'both',
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
      expected: 'it must be a number of pixels, or a pair',
      remedy: 'pass such as shift: 2',
    });
  }
  const pixels = integer(shift, 'shift', operation, 0);
  return [pixels, pixels];
}
