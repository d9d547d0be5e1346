import type { RightHandSide, SystemFunctions } from '../backend/ode/callbacks.js';
import { show } from '../checks.js';
import { flatten } from '../convert/flatten.js';
import { ArgumentError, ShapeError } from '../errors.js';
import { notANumber, squareMatrix } from './inputs.js';

/** A function that came from JavaScript: its parameters and result are checked where it is called. */
export type AnyFunction = (...args: unknown[]) => unknown;

/** Number of parameters of a right-hand side that returns its result, (t, y); one that writes it has a third, dy. */
const PARAMETERS = 2;

export function checkFunction(value: unknown, name: string, operation: string, remedy: string): AnyFunction {
  if (typeof value === 'function') return value as AnyFunction;
  throw new ArgumentError({
    code: 'not-a-function',
    operation,
    actual: `${name} is ${show(value)}`,
    expected: 'it must be a function',
    remedy,
  });
}

/**
 * The right-hand side in the form that the kernels call, which writes into `dy`.
 *
 * `explain` is there for functions that write. It is called when the kernels found NaN at the start, and throws where
 * the cause is that the function returned its result instead.
 */
export function rightHandSide(
  fun: AnyFunction,
  n: number,
  args: readonly unknown[],
  operation: string,
): { readonly rhs: RightHandSide; readonly explain?: (t0: number, y0: Float64Array) => void } {
  if (fun.length > PARAMETERS + args.length) {
    const rhs: RightHandSide = args.length === 0 ? fun : (t, y, dy) => fun(t, y, dy, ...args);
    return { rhs, explain: (t0, y0) => refuseReturned(rhs, t0, y0, operation) };
  }
  const call: (t: number, y: Float64Array) => unknown =
    args.length === 0 ? fun : (t, y) => fun(t, y, ...args);
  const rhs: RightHandSide = (t, y, dy) => {
    const result = call(t, y);
    if (!hasLength(result, n)) {
      copyUncommon(result, n, dy, operation);
      return;
    }
    for (let i = 0; i < n; i++) {
      const value: unknown = result[i];
      if (typeof value !== 'number') throw notANumber(value, `fun(t, y)[${i}]`, operation);
      dy[i] = value;
    }
  };
  return { rhs };
}

function hasLength(result: unknown, n: number): result is ArrayLike<unknown> {
  return typeof result === 'object' && result !== null && (result as ArrayLike<unknown>).length === n;
}

/** Copies a derivative that is no array of n: a bare number for one equation, or `{ data, shape }`. Refuses others. */
function copyUncommon(result: unknown, n: number, dy: Float64Array, operation: string): void {
  if (n === 1 && typeof result === 'number') {
    dy[0] = result;
    return;
  }
  if (typeof result === 'object' && result !== null && 'data' in result && 'shape' in result) {
    const { data } = flatten(result, 'fun(t, y)', operation);
    if (hasLength(data, n)) return dy.set(data);
  }
  const length = (result as ArrayLike<unknown> | null | undefined)?.length;
  throw new ShapeError({
    code: 'derivative-length',
    operation,
    actual: typeof length === 'number' ? `fun returned ${length} values` : `fun returned ${show(result)}`,
    expected: `y has ${n === 1 ? '1 value' : `${n} values`}, and its derivative must have as many`,
    remedy: 'return one derivative for each component, or declare fun as (t, y, dy) and write into dy',
  });
}

/** Throws where `dy` is not a number because the function returns its derivative instead of writing it. */
function refuseReturned(rhs: RightHandSide, t0: number, y0: Float64Array, operation: string): void {
  const dy = new Float64Array(y0.length).fill(NaN);
  const result = rhs(t0, y0.slice(), dy);
  if (typeof result === 'object' && result !== null && result !== dy && dy.every(Number.isNaN)) {
    throw new ArgumentError({
      code: 'derivative-returned',
      operation,
      actual: `fun returned ${show(result)} and wrote nothing into dy`,
      expected: 'a function of three parameters must write the derivative into the third',
      remedy: 'declare fun as (t, y) to return the derivative, and pass further arguments by the option args',
    });
  }
}

/** The option `jac` in the form that the kernels call: nothing, a function, or a constant matrix. */
export function jacobian(
  jac: unknown,
  n: number,
  args: readonly unknown[],
  operation: string,
): Pick<SystemFunctions, 'jacobian' | 'constantJacobian'> {
  if (jac === undefined) return {};
  if (typeof jac === 'function') {
    const call = jac as AnyFunction;
    return { jacobian: (t, y, out) => squareMatrix(call(t, y, ...args), n, 'jac(t, y)', operation, out) };
  }
  const matrix = new Float64Array(n * n);
  squareMatrix(jac, n, 'jac', operation, matrix);
  return { jacobian: (_t, _y, out) => out.set(matrix), constantJacobian: true };
}
