import { digitRows } from './digitsRows.js';
import type { ImageSet, LabelledImages } from './imageSet.js';

const count = 1797;
const trainCount = 1500;
const side = 8;
const pixels = side * side;

/** Characters of an image in `digitRows`: the label, the pixels and a line break. */
const stride = 1 + pixels + 1;

/** The digits, as a whole and split for training and testing. */
export interface Digits extends ImageSet, LabelledImages {}

/**
 * The UCI optical digits, embedded in the package: 1,797 handwritten digits of 13 people, 8×8 pixels.
 *
 * A pixel counts the inked dots, 0…16, in a 4×4 block of the 32×32 scan. `train` is the first 1,500
 * images, `test` the last 297; both are views on the whole set, which every call makes afresh.
 *
 * @returns `{ train, test, x, y }`: each x of shape `[n, 8, 8]`, bytes with scale 1/16; each y of shape
 * `[n]`, the digits 0…9.
 * @example
 * const { train, test } = digits();
 * await net.fit(train.x, train.y, { epochs: 20, validationData: [test.x, test.y] });
 * @see E. Alpaydin, C. Kaynak (1998), Optical Recognition of Handwritten Digits (test set), UCI Machine
 * Learning Repository, https://doi.org/10.24432/C50P49, licensed under CC BY 4.0
 */
export function digits(): Digits {
  const images = new Uint8Array(count * pixels);
  const labels = new Uint8Array(count);
  for (let image = 0; image < count; image++) {
    const row = image * stride;
    labels[image] = digitRows.charCodeAt(row) - 48; // '0'
    for (let pixel = 0; pixel < pixels; pixel++) {
      images[image * pixels + pixel] = digitRows.charCodeAt(row + 1 + pixel) - 65; // 'A'
    }
  }
  const slice = (from: number, to: number): LabelledImages => ({
    x: { data: images.subarray(from * pixels, to * pixels), shape: [to - from, side, side], scale: 1 / 16 },
    y: { data: labels.subarray(from, to), shape: [to - from] },
  });
  return { train: slice(0, trainCount), test: slice(trainCount, count), ...slice(0, count) };
}
