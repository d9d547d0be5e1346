import { ArgumentError, ShapeError } from '../errors.js';
import { shapeText } from '../shape.js';
import { readArray } from './input.js';
import { extentOf, padded, type Scale, scaleOf } from './figure/scale.js';

/** Points in the plane, by coordinate. */
export interface Points {
  readonly x: Float64Array;
  readonly y: Float64Array;
}

/** Reads points of shape [n, 2]. */
export function readPoints(value: unknown, name: string, operation: string): Points {
  const { data, shape } = readArray(value, name, operation);
  const [count = 0, width] = shape;
  if (shape.length !== 2 || width !== 2 || count === 0) {
    throw new ShapeError({
      code: 'points',
      operation,
      actual: `${name} has shape ${shapeText(shape)}`,
      expected: 'it must be points in the plane, [n, 2]',
      remedy: 'pass two columns, or choose two of more',
    });
  }
  if (!data.every(Number.isFinite)) {
    const index = data.findIndex((one) => !Number.isFinite(one));
    throw new ArgumentError({
      code: 'not-finite',
      operation,
      actual: `${name}[${index >> 1}] has the coordinate ${data[index]}`,
      expected: 'coordinates must be finite',
      remedy: 'leave out such points',
    });
  }
  const column = (offset: number) =>
    Float64Array.from({ length: count }, (_, i) => data[2 * i + offset] ?? NaN);
  return { x: column(0), y: column(1) };
}

/** Scales for points, with some room around them. */
export function scalesOf({ x, y }: Points, count = 6): { x: Scale; y: Scale } {
  const scale = (values: Float64Array) =>
    scaleOf(padded(extentOf([values]) ?? [0, 1], 0.06), { nice: false, count });
  return { x: scale(x), y: scale(y) };
}

/** The points whose index fulfils a condition. */
export function where({ x, y }: Points, isChosen: (index: number) => boolean): Points {
  const chosen = (_: number, index: number) => isChosen(index);
  return { x: x.filter(chosen), y: y.filter(chosen) };
}
