import * as numpy from '#vendor/numpy-ts.js';

import { show } from '../checks.js';
import { ArgumentError, ShapeError } from '../errors.js';
import { polynomialFit } from '../signal/polynomialFit.js';
import { shapeText } from '../shape.js';
import { asarray } from './arrays.js';
import { onContiguous } from './contiguous.js';

type NDArray = numpy.NDArray;
/** A distance of samples, or where each stands. */
export type Spacing = number | readonly number[] | numpy.NDArrayCore;

const maskRows = onContiguous(numpy.bindex);
const slopes = onContiguous(numpy.gradient);
const allRoots = onContiguous(numpy.roots);

/**
 * The elements where a mask is true; of a mask of fewer axes, whole rows, as `a[mask]` in NumPy.
 *
 * @throws ShapeError when the mask has not the array's shape, or the shape of its first axes
 * @example np.bindex(v, np.greater(v, 3))
 */
export function bindex(a: numpy.NDArrayCore, mask: numpy.NDArrayCore, axis?: number): NDArray {
  const along = axis ?? (mask.ndim < a.ndim ? 0 : undefined);
  const wanted = along === undefined ? a.shape : a.shape.slice(along, along + mask.ndim);
  if (
    mask.ndim <= a.ndim &&
    wanted.length === mask.ndim &&
    wanted.every((size, i) => size === mask.shape[i])
  ) {
    return maskRows(a, mask, along);
  }
  throw new ShapeError({
    code: 'mask',
    operation: 'bindex',
    actual: `the mask has shape ${shapeText(mask.shape)}`,
    expected: `the array has shape ${shapeText(a.shape)}`,
    remedy: 'make the mask from the array itself, or from one of its columns',
  });
}

/**
 * Difference quotients of sampled values, central inside and one-sided at the ends, as `numpy.gradient`.
 *
 * @param f values
 * @param spacing distance of neighbours, or their places; for an array of several axes one for each, in a list
 * @param axis along which; all by default, which gives an array for each
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
 * Coefficients of the polynomial of a degree that fits points best, highest power first, as `numpy.polyfit`.
 *
 * By a QR decomposition of scaled powers, which loses fewer digits than that of numpy-ts.
 *
 * @throws ShapeError, ArgumentError for points that do not fit together or are too few
 * @example np.polyfit(x, y, 1) // slope and intercept
 */
export function polyfit(x: unknown, y: unknown, deg: number): NDArray {
  return asarray(polynomialFit(asarray(x), asarray(y), deg).coefficients);
}

/** The roots of a polynomial, highest power first: real numbers where all are, as `numpy.roots`. */
export function roots(p: unknown): NDArray {
  const found = allRoots(asarray(p));
  if (!found.dtype.startsWith('complex')) return found;
  const imaginary = numpy.imag(found) as NDArray;
  return numpy.all(numpy.equal(imaginary, 0)) === true ? (numpy.real(found) as NDArray).copy() : found;
}

function isNumbers(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'number');
}

/** A range of random integers must have one; numpy-ts never returns from an empty one. */
export function checkRange(low: number, high: number | null | undefined, operation: string): void {
  const [from, to] = high === undefined || high === null ? [0, low] : [low, high];
  if (from < to) return;
  throw new ArgumentError({
    code: 'empty-range',
    operation,
    actual: `the integers are from ${show(from)} to below ${show(to)}`,
    expected: 'there must be at least one',
    remedy: 'pass low < high',
  });
}
