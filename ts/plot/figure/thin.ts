import type { ScaleType } from './scale.js';

/** A curve of points in order. */
export interface Curve {
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
}

/**
 * As many points as can be seen of a curve with rising x: of those in one column of pixels the lowest and the highest, in
 * their order, and first and last of all. A gap (NaN) stays one.
 *
 * @param columns width of the chart in pixels
 */
export function thinned({ x, y }: Curve, columns: number, type: ScaleType = 'linear'): Curve {
  const count = Math.min(x.length, y.length);
  if (count <= 2 * columns) return { x, y };
  const place = type === 'log' ? Math.log : (value: number) => value;
  const first = place(x[0] ?? 0);
  const perUnit = columns / (place(x[count - 1] ?? 1) - first);
  const kept: number[] = [0];
  let start = 0;
  let column = 0;
  for (let i = 1; i <= count; i++) {
    const own = i === count ? -1 : Math.floor((place(x[i] ?? NaN) - first) * perUnit);
    if (own === column) continue;
    keepExtremes(y, start, i, kept);
    [start, column] = [i, own];
  }
  if (kept.at(-1) !== count - 1) kept.push(count - 1);
  return { x: kept.map((i) => x[i] ?? NaN), y: kept.map((i) => y[i] ?? NaN) };
}

function keepExtremes(y: ArrayLike<number>, from: number, to: number, kept: number[]): void {
  let [lowest, highest] = [-1, -1];
  for (let i = from; i < to; i++) {
    const value = y[i] ?? NaN;
    if (!Number.isFinite(value)) continue;
    if (lowest < 0 || value < (y[lowest] ?? NaN)) lowest = i;
    if (highest < 0 || value > (y[highest] ?? NaN)) highest = i;
  }
  const places = lowest < 0 ? [from] : [Math.min(lowest, highest), Math.max(lowest, highest)];
  for (const place of places) if (kept.at(-1) !== place) kept.push(place);
}

/** The place of a point in pixels. */
type ToPixels = (x: number, y: number) => [number, number];

/** A path in the plane without the points that lie within half a pixel of the one kept before. */
export function thinnedPath(path: Curve, toPixels: ToPixels): Curve {
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

/** From so many points on, those in the same pixel as an earlier one are left out. */
const MANY = 2000;

/** Points without those that others cover. */
export function thinnedDots(points: Curve, toPixels: ToPixels): Curve {
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

function chosen({ x, y }: Curve, isKept: (index: number) => boolean): Curve {
  const kept: number[] = [];
  for (let i = 0; i < Math.min(x.length, y.length); i++) if (isKept(i)) kept.push(i);
  return { x: kept.map((i) => x[i] ?? NaN), y: kept.map((i) => y[i] ?? NaN) };
}
