import * as numpy from '#vendor/numpy-ts.js';

import { show } from '../checks.js';
import { ArgumentError, ShapeError } from '../errors.js';
import { polynomialFit } from '../signal/polynomialFit.js';
import { shapeText } from '../shape.js';
import { asarray } from './arrays.js';
import { onContiguous } from './contiguous.js';

type NDArray = numpy.NDArray;
/** The distance between samples, or the coordinate of each. */
export type Spacing = number | readonly number[] | numpy.NDArrayCore;

const maskRows = onContiguous(numpy.bindex);
const slopes = onContiguous(numpy.gradient);
const allRoots = onContiguous(numpy.roots);

/**
 * The elements where a mask is true; a mask of fewer axes selects whole rows, as `a[mask]` in NumPy.
 *
 * @throws ShapeError when the mask's shape is not that of the array, or of its first axes
 * @example np.bindex(v, np.greater(v, 3))
 */
export function bindex(a: numpy.NDArrayCore, mask: numpy.NDArrayCore, axis?: number): NDArray {
  const along = axis ?? (mask.ndim < a.ndim ? 0 : undefined);
  const expected = along === undefined ? a.shape : a.shape.slice(along, along + mask.ndim);
  if (
    mask.ndim <= a.ndim &&
    expected.length === mask.ndim &&
    expected.every((size, i) => size === mask.shape[i])
  ) {
    return maskRows(a, mask, along);
  }
  throw new ShapeError({
    code: 'mask',
    operation: 'bindex',
    actual: `the mask has shape ${shapeText(mask.shape)}`,
    expected: `the array has shape ${shapeText(a.shape)}`,
    remedy: 'compute the mask from the array itself, or from one of its columns',
  });
}

/**
 * Difference quotients of samples, central inside and one-sided at both ends, as `numpy.gradient`.
 *
 * @param f samples
 * @param spacing distance between samples, or their coordinates; for an array of several axes a list with one for each
 * @param axis axis or axes along which to differentiate; by default all, which returns one array for each
 * @example np.gradient(y, x)
 */
export function gradient(
  f: numpy.NDArrayCore,
  spacing?: Spacing | readonly Spacing[],
  axis?: number | number[] | null,
): NDArray | NDArray[] {
  const isPlaces = spacing instanceof numpy.NDArrayCore || isNumbers(spacing);
  const list = isPlaces && f.ndim === 1 ? [spacing] : spacing;
  return slopes(f, list as number | undefined, axis) as NDArray | NDArray[];
}

/**
 * Coefficients of the polynomial of a degree with the least squared residuals, highest power first, as `numpy.polyfit`.
 *
 * Computed by a QR decomposition of scaled powers, which loses fewer digits than numpy-ts' method.
 *
 * @throws ShapeError for x and y of different lengths, ArgumentError for too few points
 * @example np.polyfit(x, y, 1) // slope and intercept
 */
export function polyfit(x: unknown, y: unknown, deg: number): NDArray {
  return asarray(polynomialFit(asarray(x), asarray(y), deg).coefficients);
}

/** The roots of a polynomial given highest power first, as `numpy.roots`; real where all roots are. */
export function roots(p: unknown): NDArray {
  const found = allRoots(asarray(p));
  if (!found.dtype.startsWith('complex')) return found;
  const imaginary = numpy.imag(found) as NDArray;
  return numpy.all(numpy.equal(imaginary, 0)) === true ? (numpy.real(found) as NDArray).copy() : found;
}

function isNumbers(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'number');
}

/** Refuses an empty range of random integers, from which numpy-ts would never return. */
export function checkRange(low: number, high: number | null | undefined, operation: string): void {
  const [from, to] = high === undefined || high === null ? [0, low] : [low, high];
  if (from < to) return;
  throw new ArgumentError({
    code: 'empty-range',
    operation,
    actual: `there is no integer from ${show(from)} to below ${show(to)}`,
    expected: 'the range must have at least one',
    remedy: 'pass low < high',
  });
}
