import type { NdArray, ScaledArray } from '../../array.js';

/** Images and what they show. */
export interface LabelledImages {
  /** Grey values `[n, height, width]`, as bytes; `value * scale` is in 0 (ground) … 1 (ink). */
  readonly x: ScaledArray<Uint8Array>;
  /** Class of each image, `[n]`. */
  readonly y: NdArray<Uint8Array>;
}

/** A data set of images, split for training and testing. */
export interface ImageSet {
  readonly train: LabelledImages;
  readonly test: LabelledImages;
}
