import type { SystemFunctions } from '../backend/ode/callbacks.js';
import type { SolveRequest } from '../backend/ode/request.js';
import type { RawSolution } from '../backend/ode/solution.js';
import { solveFunctions, solveModel } from '../backend/ode/solve.js';
import { ArgumentError, ShapeError } from '../errors.js';
import { checkFunction, jacobian, rightHandSide } from './functions.js';
import { CompiledSystem } from './system/compiledSystem.js';

interface OptionalFunctions {
  readonly jac?: unknown;
  /** Events, and the function that is called after each step. */
  readonly observers?: SystemFunctions;
}

/** Solves with either kind of right-hand side: a compiled system, or a function of JavaScript. */
export function solveSystem(
  fun: unknown,
  request: SolveRequest,
  args: readonly unknown[],
  operation: string,
  { jac, observers = {} }: OptionalFunctions = {},
): RawSolution {
  const n = request.y0.length;
  if (fun instanceof CompiledSystem) {
    checkSystem(fun, n, jac === undefined ? args.length > 0 && 'args' : 'jac', operation);
    return solveModel(fun, observers, request);
  }
  const remedy = 'pass f(t, y), which returns the derivative, or a compiled system';
  const callable = checkFunction(fun, 'fun', operation, remedy);
  const { rhs, explain } = rightHandSide(callable, n, args, operation);
  const raw = solveFunctions({ ...observers, rhs, ...jacobian(jac, n, args, operation) }, request);
  if (raw.termination === 'notANumber') explain?.(request.t0, request.y0);
  return raw;
}

function checkSystem(system: CompiledSystem, n: number, unwanted: string | false, operation: string): void {
  if (unwanted !== false) {
    throw new ArgumentError({
      code: 'compiled-system',
      operation,
      actual: `${unwanted} was passed with a compiled system`,
      expected: 'such a system has its own parameters and Jacobian',
      remedy: 'leave the option out; system.with(…) changes parameters',
    });
  }
  if (n !== system.size) {
    throw new ShapeError({
      code: 'state-length',
      operation,
      actual: `y0 has ${n} values`,
      expected: `the system has ${system.size}: ${system.names.join(', ')}`,
      remedy: 'pass one value for each state, as system.state({ … }) returns them',
    });
  }
}
