import type { ScaleType } from './scale.js';

/** Points of a curve, in their order. */
export interface CurvePoints {
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
}

/**
 * Thins a curve with rising x to the points that can be seen:
 *
 *     first point of the curve
 *     for each column of pixels: its lowest and its highest point, in their order
 *     last point of the curve
 *
 * Where a curve goes both up and down within a column, these two stand in the middle of the column, so that strokes as
 * wide as a column leave no gaps. Gaps in the data (NaN) stay gaps.
 *
 * @param columns width of the chart in pixels
 */
export function thinned({ x, y }: CurvePoints, columns: number, type: ScaleType = 'linear'): CurvePoints {
  const count = Math.min(x.length, y.length);
  if (count <= 2 * columns) return { x, y };
  const [position, inverse] = type === 'log' ? [Math.log, Math.exp] : [Number, Number];
  const first = position(x[0] ?? 0);
  const perUnit = columns / (position(x[count - 1] ?? 1) - first);
  const kept = { x: [x[0] ?? NaN], y: [y[0] ?? NaN] };
  const keep = (at: number, height: number) => {
    kept.x.push(at);
    kept.y.push(height);
  };
  let [start, column] = [0, 0];
  for (let i = 1; i <= count; i++) {
    const current = i === count ? -1 : Math.floor((position(x[i] ?? NaN) - first) * perUnit);
    if (current === column) continue;
    const [a, b] = extremes(y, start, i);
    const isMonotone = a === start && b === i - 1;
    const middle = inverse(first + (column + 0.5) / perUnit);
    for (const one of a === b ? [a] : [a, b]) {
      if (one > 0) keep(isMonotone ? (x[one] ?? NaN) : middle, y[one] ?? NaN);
    }
    [start, column] = [i, current];
  }
  keep(x[count - 1] ?? NaN, y[count - 1] ?? NaN);
  return kept;
}

/** Indices of the lowest and the highest value, in their order; twice the first index where no value is finite. */
function extremes(y: ArrayLike<number>, from: number, to: number): [number, number] {
  let [lowest, highest] = [-1, -1];
  for (let i = from; i < to; i++) {
    const value = y[i] ?? NaN;
    if (!Number.isFinite(value)) continue;
    if (lowest < 0 || value < (y[lowest] ?? NaN)) lowest = i;
    if (highest < 0 || value > (y[highest] ?? NaN)) highest = i;
  }
  return lowest < 0 ? [from, from] : [Math.min(lowest, highest), Math.max(lowest, highest)];
}

/** Maps a point to pixels. */
type ToPixels = (x: number, y: number) => [number, number];

/** A path in the plane without points that lie within half a pixel of the point kept before. */
export function thinnedPath(path: CurvePoints, toPixels: ToPixels): CurvePoints {
  const { x, y } = path;
  const count = Math.min(x.length, y.length);
  let [px, py] = [NaN, NaN];
  return chosen(path, (i) => {
    const [qx, qy] = toPixels(x[i] ?? NaN, y[i] ?? NaN);
    if (i < count - 1 && Math.hypot(qx - px, qy - py) < 0.5) return false;
    [px, py] = [qx, qy];
    return true;
  });
}

/** Number of points above which those in the same pixel as an earlier point are left out. */
const MANY = 2000;

/** Points without those that earlier ones cover. */
export function thinnedDots(points: CurvePoints, toPixels: ToPixels): CurvePoints {
  const { x, y } = points;
  if (x.length <= MANY) return points;
  const taken = new Set<number>();
  return chosen(points, (i) => {
    const [px, py] = toPixels(x[i] ?? NaN, y[i] ?? NaN);
    const pixel = Math.round(px) * 65536 + Math.round(py);
    if (taken.has(pixel)) return false;
    taken.add(pixel);
    return true;
  });
}

/** The points for which `isKept` returns true, asked in their order. */
function chosen({ x, y }: CurvePoints, isKept: (index: number) => boolean): CurvePoints {
  const kept: number[] = [];
  for (let i = 0; i < Math.min(x.length, y.length); i++) if (isKept(i)) kept.push(i);
  return { x: kept.map((i) => x[i] ?? NaN), y: kept.map((i) => y[i] ?? NaN) };
}
