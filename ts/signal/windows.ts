import { checkOptions, integer, oneOf } from '../checks.js';
import { ArgumentError } from '../errors.js';

/** How a window is filled beyond the ends of a series, see `WindowOptions`. */
export type Edges = 'shrink' | 'nearest' | 'reflect' | 'zero' | 'valid';

export interface WindowOptions {
  /**
   * How a window is filled beyond the ends: not at all, so that it shrinks (`shrink`, default); with the last value
   * (`nearest`); with the series mirrored, the last value twice (`reflect`); with zeros (`zero`). With `valid` there
   * are only windows that lie within the series, and the result is shorter by window − 1.
   */
  readonly edges?: Edges | undefined;
}

const edgeNames = ['shrink', 'nearest', 'reflect', 'zero', 'valid'] as const;

/** Reads the option `edges` of a moving window. */
export function readEdges(options: WindowOptions, operation: string): Edges {
  checkOptions(options, ['edges'], operation);
  return oneOf(options.edges ?? 'shrink', edgeNames, 'edges', operation);
}

/** Checks the length of a window, which must be odd, so that the window has a middle. */
export function oddWindow(window: unknown, operation: string): number {
  const size = integer(window, 'window', operation, 1);
  if (size % 2 === 1) return size;
  throw new ArgumentError({
    code: 'even-window',
    operation,
    actual: `window is ${size}`,
    expected: 'it must be odd, so that the window has a middle',
    remedy: `pass ${size + 1}`,
  });
}

/** A series with `half` values added at each end, as `numpy.pad`; `shrink` and `valid` add none. */
export function padSeries(values: Float64Array, half: number, edges: Edges): Float64Array {
  if (edges === 'shrink' || edges === 'valid' || values.length === 0) return values;
  const n = values.length;
  return Float64Array.from({ length: n + 2 * half }, (_, k) => {
    const i = k - half;
    if (i >= 0 && i < n) return values[i] ?? 0;
    if (edges === 'zero') return 0;
    if (edges === 'nearest') return values[i < 0 ? 0 : n - 1] ?? 0;
    // A mirrored series has the period 2n.
    const phase = ((i % (2 * n)) + 2 * n) % (2 * n);
    return values[phase < n ? phase : 2 * n - 1 - phase] ?? 0;
  });
}

/** Begin and end (exclusive) of each window, as indices of the padded series. */
export function windowsOf(length: number, window: number, edges: Edges): [from: number, to: number][] {
  const half = (window - 1) / 2;
  if (edges === 'shrink') {
    return Array.from({ length }, (_, i) => [Math.max(0, i - half), Math.min(length, i + half + 1)]);
  }
  const count = edges === 'valid' ? Math.max(0, length - window + 1) : length;
  return Array.from({ length: count }, (_, i) => [i, i + window]);
}
