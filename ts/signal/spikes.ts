import type { ArrayLike } from '../array.js';
import { checkOptions, number } from '../checks.js';
import { middleOf } from './movingMedian.js';
import { finiteSeries } from './samples.js';
import { oddWindow, windowsOf } from './windows.js';

/** A series whose spikes have been replaced. */
export interface Cleaned {
  readonly values: Float64Array;
  /** Indices of the spikes. */
  readonly spikes: readonly number[];
}

export interface HampelOptions {
  /** Number of values in a window, odd; default 7. */
  readonly window?: number | undefined;
  /** Distance from the median, in standard deviations, beyond which a value is a spike; default 3. */
  readonly threshold?: number | undefined;
}

/** Ratio of a normal distribution's standard deviation to its median absolute deviation: 1/Φ⁻¹(¾). */
const STANDARD_PER_MEDIAN_DEVIATION = 1.482602218505602;

/**
 * Hampel's filter: a value farther from the median of its window than `threshold · 1.4826 · median |xⱼ − median|` is a
 * spike and becomes the median. At both ends the window shrinks.
 *
 * @param values a one-dimensional series
 * @throws ArgumentError for an even window, a threshold below 0 or values that are not finite
 * @example hampel([1, 1.1, 50, 0.9, 1]) // { values: [1, 1.1, 1, 0.9, 1], spikes: [2] }
 */
export function hampel(values: ArrayLike, options: HampelOptions = {}): Cleaned {
  checkOptions(options, ['window', 'threshold'], 'hampel');
  const window = oddWindow(options.window ?? 7, 'hampel');
  const threshold = number(options.threshold ?? 3, 'threshold', 'hampel', { lowest: 0 });
  const series = finiteSeries(values, 'values', 'hampel');
  const cleaned = series.slice();
  const spikes: number[] = [];
  windowsOf(series.length, window, 'shrink').forEach(([from, to], i) => {
    const inWindow = series.subarray(from, to);
    const median = medianOf(inWindow);
    const deviation = medianOf(inWindow.map((value) => Math.abs(value - median)));
    if (Math.abs((series[i] ?? 0) - median) <= threshold * STANDARD_PER_MEDIAN_DEVIATION * deviation) return;
    cleaned[i] = median;
    spikes.push(i);
  });
  return { values: cleaned, spikes };
}

export interface RemoveSpikesOptions {
  /** Difference from both neighbours beyond which a value is a spike, in the unit of the values. */
  readonly threshold: number;
}

/**
 * Removes values that differ from both neighbours: one that is above both, or below both, by more than `threshold` is a
 * spike and becomes their mean. The first and the last value stay; all comparisons are with the values as measured.
 *
 * @param values a one-dimensional series
 * @throws ArgumentError for a threshold below 0 or values that are not finite
 * @example removeSpikes([1, 1, 9, 1], { threshold: 5 }) // { values: [1, 1, 1, 1], spikes: [2] }
 */
export function removeSpikes(values: ArrayLike, options: RemoveSpikesOptions): Cleaned {
  checkOptions(options, ['threshold'], 'removeSpikes');
  const threshold = number(options.threshold, 'threshold', 'removeSpikes', { lowest: 0 });
  const series = finiteSeries(values, 'values', 'removeSpikes');
  const cleaned = series.slice();
  const spikes: number[] = [];
  for (let i = 1; i < series.length - 1; i++) {
    const [left = 0, value = 0, right = 0] = series.subarray(i - 1, i + 2);
    const isAbove = value > left + threshold && value > right + threshold;
    const isBelow = value < left - threshold && value < right - threshold;
    if (!isAbove && !isBelow) continue;
    cleaned[i] = (left + right) / 2;
    spikes.push(i);
  }
  return { values: cleaned, spikes };
}

function medianOf(values: Float64Array): number {
  return middleOf([...values].sort((a, b) => a - b));
}
