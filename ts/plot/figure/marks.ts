import { dot, line, type Mark } from '#vendor/charts.js';

import type { Scale } from './scale.js';
import { type Curve, thinned, thinnedDots, thinnedPath } from './thin.js';

export interface LineStyle {
  readonly colour: string;
  readonly dash?: string | undefined;
  readonly width?: number;
}

/** Size of a chart in pixels and its scales: what can be told apart there. */
export interface Plane {
  readonly x: Scale;
  readonly y: Scale;
  readonly width: number;
  readonly height: number;
}

/** A curve over rising or falling x; values that the scale cannot show are gaps. */
export function curveMark(curve: Curve, plane: Plane, style: LineStyle): Mark {
  const rising = (curve.x[0] ?? 0) <= (curve.x[curve.x.length - 1] ?? 0) ? curve : reversed(curve);
  const shown = plane.y.type === 'linear' ? rising : { x: rising.x, y: Array.from(rising.y, positive) };
  return line(pairs(thinned(shown, plane.width, plane.x.type)), stroke(style, curve.x.length / plane.width));
}

/** A path of more points crosses itself so often that thin lines show more. */
const LONG = 3000;

/** A curve through the plane in any direction. */
export function pathMark(curve: Curve, plane: Plane, style: LineStyle): Mark {
  const shown = pairs(thinnedPath(curve, perUnit(plane)));
  return line(shown, stroke(style, shown.length > LONG ? Infinity : 0));
}

export interface DotStyle {
  readonly colour: string;
  readonly radius?: number;
  readonly opacity?: number;
  /** Around each dot. */
  readonly rim?: string;
  readonly symbol?: 'circle' | 'times';
}

/** Points; of several in the same pixel, one. */
export function dotMark(points: Curve, plane: Plane, style: DotStyle): Mark {
  const { colour, radius = 3, opacity, rim, symbol = 'circle' } = style;
  const shown = pairs(thinnedDots(points, perUnit(plane)));
  if (symbol === 'times') {
    return dot(shown, { symbol, stroke: colour, strokeWidth: 2, r: radius });
  }
  return dot(shown, { fill: colour, fillOpacity: opacity, r: radius, stroke: rim, strokeWidth: rim && 1 });
}

function stroke({ colour, dash, width = 1.5 }: LineStyle, density: number) {
  // Where a curve fills its columns, a thin line shows more.
  const strokeWidth = density > 2 ? 1 : width;
  return { stroke: colour, strokeWidth, strokeDasharray: dash, strokeLinejoin: 'round' };
}

const positive = (value: number) => (value > 0 ? value : NaN);

function perUnit({ x, y, width, height }: Plane): (x: number, y: number) => [number, number] {
  return (a, b) => [width * fraction(x, a), height * fraction(y, b)];
}

/** Where between the ends of the axis a value lies: 0 to 1. */
function fraction({ type, domain: [low, high] }: Scale, value: number): number {
  if (type === 'linear') return (value - low) / (high - low);
  return Math.log(value / low) / Math.log(high / low);
}

function reversed({ x, y }: Curve): Curve {
  return { x: Array.from(x).reverse(), y: Array.from(y).reverse() };
}

function pairs({ x, y }: Curve): [number, number][] {
  return Array.from(x, (at, index) => [at, y[index] ?? NaN]);
}
