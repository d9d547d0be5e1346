import { dot, line, type Mark } from '#vendor/charts.js';

import type { Scale } from './scale.js';
import { type CurvePoints, thinned, thinnedDots, thinnedPath } from './thin.js';

export interface LineStyle {
  readonly colour: string;
  readonly dash?: string | undefined;
  readonly width?: number;
}

/** Scales of a chart and its size in pixels, from which follows how many points can be told apart. */
export interface Plane {
  readonly x: Scale;
  readonly y: Scale;
  readonly width: number;
  readonly height: number;
}

/** A curve over rising or falling x; values that the scale cannot show make gaps. */
export function curveMark(curve: CurvePoints, plane: Plane, style: LineStyle): Mark {
  const rising = (curve.x[0] ?? 0) <= (curve.x[curve.x.length - 1] ?? 0) ? curve : reversed(curve);
  const shown = plane.y.type === 'linear' ? rising : { x: rising.x, y: Array.from(rising.y, positive) };
  return line(pairs(thinned(shown, plane.width, plane.x.type)), stroke(style, curve.x.length / plane.width));
}

/** Paths of more points cross themselves so often that a thin line shows more. */
const LONG = 3000;

/** A path through the plane, in any direction. */
export function pathMark(curve: CurvePoints, plane: Plane, style: LineStyle): Mark {
  const shown = pairs(thinnedPath(curve, toPixels(plane)));
  return line(shown, stroke(style, shown.length > LONG ? Infinity : 0));
}

export interface DotStyle {
  readonly colour: string;
  readonly radius?: number;
  readonly opacity?: number;
  /** Colour of a line around each dot. */
  readonly rim?: string;
  readonly symbol?: 'circle' | 'times';
}

/** Dots at points; of several points in the same pixel, one is drawn. */
export function dotMark(points: CurvePoints, plane: Plane, style: DotStyle): Mark {
  const { colour, radius = 3, opacity, rim, symbol = 'circle' } = style;
  const shown = pairs(thinnedDots(points, toPixels(plane)));
  if (symbol === 'times') {
    return dot(shown, { symbol, stroke: colour, strokeWidth: 2, r: radius });
  }
  return dot(shown, { fill: colour, fillOpacity: opacity, r: radius, stroke: rim, strokeWidth: rim && 1 });
}

/** Style of a line; `density` is the number of points for each column of pixels. */
function stroke({ colour, dash, width = 1.5 }: LineStyle, density: number) {
  if (density <= 2)
    return { stroke: colour, strokeWidth: width, strokeDasharray: dash, strokeLinejoin: 'round' };
  // A dense curve fills its columns of pixels: a thin line shows more of it, but one below 1.2 pixels would leave gaps.
  // Curves behind it shine through.
  return {
    stroke: colour,
    strokeWidth: 1.2,
    strokeOpacity: 0.8,
    strokeDasharray: dash,
    strokeLinejoin: 'round',
  };
}

const positive = (value: number) => (value > 0 ? value : NaN);

/** Maps values to pixels. */
function toPixels({ x, y, width, height }: Plane): (x: number, y: number) => [number, number] {
  return (a, b) => [width * fraction(x, a), height * fraction(y, b)];
}

/** Position of a value on the axis, 0 at its lower and 1 at its upper end. */
function fraction({ type, domain: [low, high] }: Scale, value: number): number {
  if (type === 'linear') return (value - low) / (high - low);
  return Math.log(value / low) / Math.log(high / low);
}

function reversed({ x, y }: CurvePoints): CurvePoints {
  return { x: Array.from(x).reverse(), y: Array.from(y).reverse() };
}

function pairs({ x, y }: CurvePoints): [number, number][] {
  return Array.from(x, (at, index) => [at, y[index] ?? NaN]);
}
