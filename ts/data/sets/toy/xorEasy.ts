import { type LabelledPoints, labelledPoints, type Point } from './labelledPoints.js';

/**
 * 21 points on the diagonals of the unit square, in steps of 0.1: class 0 on the rising diagonal, class 1 on the falling
 * one, without its middle, where the diagonals meet. No line separates the classes, as with XOR.
 *
 * @returns `{ x, y }` with x of shape [21, 2]
 * @example const { x, y } = xorEasy()
 */
export function xorEasy(): LabelledPoints {
  const points: Point[] = [];
  for (let i = 0; i <= 10; i++) {
    points.push([i / 10, i / 10, 0]);
    if (i !== 5) points.push([i / 10, 1 - i / 10, 1]);
  }
  return labelledPoints(points.length, (index) => points[index] ?? [0, 0, 0]);
}
