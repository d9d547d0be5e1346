import { checkOptions, integer, oneOf } from '../checks.js';
import { ArgumentError } from '../errors.js';

/** What stands beyond the ends of a series. */
export type Edges = 'shrink' | 'nearest' | 'reflect' | 'zero' | 'valid';

export interface WindowOptions {
  /**
   * What a window finds beyond the ends: nothing, so that it shrinks (default); the last value (`nearest`); the series
   * mirrored, the last value twice (`reflect`); zeros; or no such windows are taken (`valid`), and the result is
   * shorter by window − 1.
   */
  readonly edges?: Edges | undefined;
}

const edgeNames = ['shrink', 'nearest', 'reflect', 'zero', 'valid'] as const;

/** Reads the options of a filter with a window around each value. */
export function readEdges(options: WindowOptions, operation: string): Edges {
  checkOptions(options, ['edges'], operation);
  return oneOf(options.edges ?? 'shrink', edgeNames, 'edges', operation);
}

/** The length of a window, odd, so that it has a middle. */
export function oddWindow(window: unknown, operation: string): number {
  const size = integer(window, 'window', operation, 1);
  if (size % 2 === 1) return size;
  throw new ArgumentError({
    code: 'even-window',
    operation,
    actual: `window is ${size}`,
    expected: 'it must be odd, to have a middle',
    remedy: `pass ${size + 1}`,
  });
}

/** A series with what stands beyond its ends; `shrink` and `valid` add nothing. */
export function extended(values: Float64Array, half: number, edges: Edges): Float64Array {
  if (edges === 'shrink' || edges === 'valid' || values.length === 0) return values;
  const n = values.length;
  return Float64Array.from({ length: n + 2 * half }, (_, k) => {
    const i = k - half;
    if (i >= 0 && i < n) return values[i] ?? 0;
    if (edges === 'zero') return 0;
    if (edges === 'nearest') return values[i < 0 ? 0 : n - 1] ?? 0;
    const around = ((i % (2 * n)) + 2 * n) % (2 * n);
    return values[around < n ? around : 2 * n - 1 - around] ?? 0;
  });
}

/** Begin and end of each window, in the extended series. */
export function windowsOf(length: number, window: number, edges: Edges): [from: number, to: number][] {
  const half = (window - 1) / 2;
  if (edges === 'shrink') {
    return Array.from({ length }, (_, i) => [Math.max(0, i - half), Math.min(length, i + half + 1)]);
  }
  const count = edges === 'valid' ? Math.max(0, length - window + 1) : length;
  return Array.from({ length: count }, (_, i) => [i, i + window]);
}
