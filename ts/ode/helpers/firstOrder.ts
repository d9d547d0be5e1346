import { positiveInteger, show } from '../../checks.js';
import { DTypeError, ShapeError } from '../../errors.js';

/** The highest derivative of a higher-order equation, of t and y, y′, …: y⁽ᵐ⁾ = f(t, y, y′, …, y⁽ᵐ⁻¹⁾). */
export type HighestDerivative = (t: number, ...derivatives: number[]) => number;

/**
 * Turns y⁽ᵐ⁾ = f(t, y, y′, …, y⁽ᵐ⁻¹⁾) into a system of first order, whose states are y, y′, …, y⁽ᵐ⁻¹⁾.
 *
 * The result writes into `dy`, the fast form of a right-hand side, and has m equations.
 *
 * @param highest the highest derivative, of t and all lower ones
 * @param order m; by default as many as `highest` has parameters after t
 * @throws DTypeError for what is no function, ShapeError for a function without y
 * @example
 * // y″ + 7y′ − 3y = 0, y(0) = 1, y′(0) = 0
 * const equation = firstOrder((t, y, dy) => 3 * y - 7 * dy);
 * solveIvp(equation, [0, 2], [1, 0]);
 */
export function firstOrder(
  highest: HighestDerivative,
  order: number = orderOf(highest),
): (t: number, y: Float64Array, dy: Float64Array) => void {
  if (typeof highest !== 'function') throw notAFunction(highest);
  positiveInteger(order, 'order', 'firstOrder');
  return (t, y, dy) => {
    if (y.length !== order) throw wrongLength(y.length, order);
    for (let i = 1; i < order; i++) dy[i - 1] = y[i] ?? NaN;
    dy[order - 1] = highest(t, ...y);
  };
}

function orderOf(highest: unknown): number {
  if (typeof highest !== 'function') throw notAFunction(highest);
  if (highest.length > 1) return highest.length - 1;
  throw new ShapeError({
    code: 'order',
    operation: 'firstOrder',
    actual: `the function has ${highest.length} parameters`,
    expected: 'the order follows from those after t: y, y′, …',
    remedy: 'write all of them, as in (t, y, dy) => …, or pass the order as second argument',
  });
}

function notAFunction(value: unknown): DTypeError {
  return new DTypeError({
    code: 'not-a-function',
    operation: 'firstOrder',
    actual: `the equation is ${show(value)}`,
    expected: 'it must be a function of t, y, y′, …',
    remedy: 'pass the highest derivative, as in (t, y, dy) => 3 * y - 7 * dy',
  });
}

function wrongLength(length: number, order: number): ShapeError {
  return new ShapeError({
    code: 'state-length',
    operation: 'firstOrder',
    actual: `there are ${length} initial values`,
    expected: `an equation of order ${order} has ${order}`,
    remedy: 'pass y(0) and its derivatives below the highest',
  });
}
