import type { ArrayLike } from '../array.js';
import { finiteSeries } from './samples.js';
import { oddWindow, padSeries, readEdges, type WindowOptions, windowsOf } from './windows.js';

/**
 * The median of a window around each value: it removes single spikes and keeps steps.
 *
 * With `edges: 'nearest'` and `'reflect'` as `scipy.ndimage.median_filter`, with `'zero'` as `medianFilter`.
 *
 * @param values a one-dimensional series
 * @param window number of values in a window, odd
 * @throws ArgumentError for an even window or values that are not finite
 * @throws ShapeError for an array that is not one-dimensional
 * @example movingMedian([1, 9, 2, 3], 3) // [5, 2, 3, 2.5]
 */
export function movingMedian(values: ArrayLike, window: number, options: WindowOptions = {}): Float64Array {
  const edges = readEdges(options, 'movingMedian');
  const size = oddWindow(window, 'movingMedian');
  const series = finiteSeries(values, 'values', 'movingMedian');
  const all = padSeries(series, (size - 1) / 2, edges);
  // The values of the window stay sorted: each one that enters is inserted, each one that leaves is removed.
  const sorted: number[] = [];
  let [first, last] = [0, 0];
  return Float64Array.from(windowsOf(series.length, size, edges), ([from, to]) => {
    for (; last < to; last++) sorted.splice(lowerBound(sorted, all[last] ?? 0), 0, all[last] ?? 0);
    for (; first < from; first++) sorted.splice(lowerBound(sorted, all[first] ?? 0), 1);
    return middleOf(sorted);
  });
}

/**
 * The median filter of SciPy, `scipy.signal.medfilt`: `movingMedian` with zeros beyond both ends.
 *
 * @throws everything that `movingMedian` throws
 * @example medianFilter([1, 9, 2, 3]) // [1, 2, 3, 2]
 */
export function medianFilter(values: ArrayLike, window = 3): Float64Array {
  return movingMedian(values, window, { edges: 'zero' });
}

/** The median of sorted values: the middle one, or the mean of the two middle ones. */
export function middleOf(sorted: readonly number[]): number {
  const half = sorted.length >> 1;
  const upper = sorted[half] ?? NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[half - 1] ?? NaN) + upper) / 2;
}

/** Index of the first of sorted values that is not below a value, by bisection. */
function lowerBound(sorted: readonly number[], value: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
