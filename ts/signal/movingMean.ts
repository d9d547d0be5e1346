import type { ArrayLike } from '../array.js';
import { finiteSeries } from './samples.js';
import { oddWindow, padSeries, readEdges, type WindowOptions, windowsOf } from './windows.js';

/**
 * The mean of a window around each value: Σ xⱼ / window over j from i − half to i + half, half = (window − 1)/2.
 *
 * With `edges: 'nearest'` and `'reflect'` as `scipy.ndimage.uniform_filter1d`, with `'valid'` as
 * `numpy.convolve(x, ones(window) / window, 'valid')`.
 *
 * @param values a one-dimensional series
 * @param window number of values in a window, odd
 * @throws ArgumentError for an even window or values that are not finite
 * @throws ShapeError for an array that is not one-dimensional
 * @example movingMean([1, 2, 6], 3) // [1.5, 3, 4]
 */
export function movingMean(values: ArrayLike, window: number, options: WindowOptions = {}): Float64Array {
  const edges = readEdges(options, 'movingMean');
  const size = oddWindow(window, 'movingMean');
  const series = finiteSeries(values, 'values', 'movingMean');
  const all = padSeries(series, (size - 1) / 2, edges);
  // Each sum is the previous one without the values that left the window and with those that entered it. A running sum
  // keeps the rounding errors of large values that have left; so it is computed afresh once in a window's length.
  const windows = windowsOf(series.length, size, edges);
  const means = new Float64Array(windows.length);
  let sum = 0;
  windows.forEach(([from, to], i) => {
    const [previousFrom, previousTo] = windows[i - 1] ?? [0, 0];
    if (i % size === 0) {
      sum = 0;
      for (let k = from; k < to; k++) sum += all[k] ?? 0;
    } else {
      for (let k = previousFrom; k < from; k++) sum -= all[k] ?? 0;
      for (let k = previousTo; k < to; k++) sum += all[k] ?? 0;
    }
    means[i] = sum / (to - from);
  });
  return means;
}
