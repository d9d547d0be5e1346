import type { RightHandSide, SystemFunctions } from '../backend/ode/callbacks.js';
import { show } from '../checks.js';
import { flatten } from '../convert/flatten.js';
import { ArgumentError, ShapeError } from '../errors.js';
import { notANumber, squareMatrix } from './inputs.js';

/** A function of an application, of which only the use can tell the type. */
export type AnyFunction = (...args: unknown[]) => unknown;

/** Parameters of a right-hand side that returns its result: t and y. */
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

/** The right-hand side as the kernels call it, whichever of the two forms it has. */
export function rightHandSide(
  fun: AnyFunction,
  n: number,
  args: readonly unknown[],
  operation: string,
): { readonly rhs: RightHandSide; readonly explain?: (t0: number, y0: Float64Array) => void } {
  if (fun.length > PARAMETERS + args.length) {
    const rhs: RightHandSide = args.length === 0 ? fun : (t, y, dy) => fun(t, y, dy, ...args);
    return { rhs, explain: (t0, y0) => explainNothing(rhs, t0, y0, operation) };
  }
  const call: (t: number, y: Float64Array) => unknown =
    args.length === 0 ? fun : (t, y) => fun(t, y, ...args);
  const rhs: RightHandSide = (t, y, dy) => {
    const result = call(t, y);
    if (!hasLength(result, n)) {
      takeOther(result, n, dy, operation);
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

/** A number for one equation, an array with `data`, or a mistake. */
function takeOther(result: unknown, n: number, dy: Float64Array, operation: string): void {
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
    expected: `y has ${n === 1 ? '1 value' : `${n} values`}, so has its derivative`,
    remedy: 'return an array of one derivative a component, or declare fun as (t, y, dy) and write into dy',
  });
}

/** Throws where a derivative is not a number because the function returns it instead of writing it. */
function explainNothing(rhs: RightHandSide, t0: number, y0: Float64Array, operation: string): void {
  const dy = new Float64Array(y0.length).fill(NaN);
  const result = rhs(t0, y0.slice(), dy);
  if (typeof result === 'object' && result !== null && result !== dy && dy.every(Number.isNaN)) {
    throw new ArgumentError({
      code: 'derivative-returned',
      operation,
      actual: `fun returned ${show(result)} and wrote nothing into dy`,
      expected: 'a function of three parameters writes the derivative into the third',
      remedy: 'declare fun as (t, y) to return it; parameters of its own go into args',
    });
  }
}

/** The Jacobian as the kernels call it. */
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
