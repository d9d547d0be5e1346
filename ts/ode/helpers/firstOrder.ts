import { positiveInteger, show } from '../../checks.js';
import { DTypeError, ShapeError } from '../../errors.js';

/** An equation of higher order, solved for its highest derivative: y⁽ᵐ⁾ = f(t, y, y′, …, y⁽ᵐ⁻¹⁾). */
export type HighestDerivative = (t: number, ...derivatives: number[]) => number;

/**
 * Turns y⁽ᵐ⁾ = f(t, y, y′, …, y⁽ᵐ⁻¹⁾) into a system of first order, whose states are y, y′, …, y⁽ᵐ⁻¹⁾.
 *
 * The result is a right-hand side of m equations that writes into `dy`.
 *
 * @param highest the highest derivative as a function of t and all lower ones
 * @param order m; by default the number of parameters that `highest` has after t
 * @throws DTypeError for a value that is no function, ShapeError for a function with no parameter after t
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
    expected: 'the order of the equation is the number of those after t: y, y′, …',
    remedy: 'declare all of them, as in (t, y, dy) => …, or pass the order as second argument',
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
    remedy: 'pass the initial values of y and of all derivatives below the highest',
  });
}
