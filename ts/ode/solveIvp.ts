import type { ArrayLike as ArrayInput } from '../array.js';
import type { SystemFunctions } from '../backend/ode/calls.js';
import type { SolveRequest } from '../backend/ode/request.js';
import type { RawSolution } from '../backend/ode/solution.js';
import { solveFunctions, solveModel } from '../backend/ode/solve.js';
import { show } from '../checks.js';
import { ArgumentError, ShapeError } from '../errors.js';
import { readEvents } from './events.js';
import { checkFunction, jacobian, rightHandSide } from './functions.js';
import { type RawOptions, readRequest } from './options.js';
import { toSolution } from './solution.js';
import { CompiledSystem } from './system/compiledSystem.js';
import type { OdeFunction, OdeFunctionWith, OdeInterpolant, OdeSolution, SolveOptions } from './types.js';

const OPERATION = 'solveIvp';

/** The interpolant is there when it was asked for. */
type SolutionOf<Options> = OdeSolution<
  Options extends { readonly denseOutput: true }
    ? OdeInterpolant
    : Options extends { readonly denseOutput: boolean }
      ? OdeInterpolant | undefined
      : undefined
>;

/**
 * Solves the initial value problem y' = f(t, y), y(t0) = y0 as SciPy's `solve_ivp` does: the same methods, defaults,
 * steps and results.
 *
 * What SciPy has not: `maxSteps`, `onStep`, `signal`, Tsit5, and the point of an event that ends the solve is kept
 * when `tEval` is given. The stepping is compiled; functions of JavaScript are called from WebAssembly, in Node too,
 * and may themselves solve. An exception that one of them throws comes out as the same object.
 *
 * @param fun f(t, y): returns the derivative, or writes it into its third parameter `dy`, which is the fast form; or
 * a compiled system, which needs no JavaScript
 * @param tSpan start and end; the end may come first
 * @param y0 values at the start
 * @throws ArgumentError, ShapeError or DTypeError for what cannot be solved; a failure on the way is a `status`
 * @example
 * const decay = solveIvp((t, y) => [-2 * y[0]], [0, 4], [4], { tEval: [0, 1, 2, 3, 4] });
 * const lorenz = (t: number, [x, y, z]: Float64Array, dy: Float64Array) => {
 *   dy[0] = 10 * (y - x);
 *   dy[1] = x * (28 - z) - y;
 *   dy[2] = x * y - (8 / 3) * z;
 * };
 * solveIvp(lorenz, [0, 100], [1, 1, 1], { rtol: 1e-6, atol: 1e-9 }).y[2];
 */
export function solveIvp<const Options extends SolveOptions = object>(
  fun: OdeFunction | CompiledSystem,
  tSpan: ArrayInput,
  y0: ArrayInput,
  options?: Options & SolveOptions,
): SolutionOf<Options>;
export function solveIvp<const Args extends readonly unknown[], Dense extends boolean = false>(
  fun: OdeFunctionWith<Args>,
  tSpan: ArrayInput,
  y0: ArrayInput,
  options: SolveOptions<Args> & { readonly args: Args; readonly denseOutput?: Dense },
): SolutionOf<{ readonly denseOutput: Dense }>;
export function solveIvp(
  fun: unknown,
  tSpan: ArrayInput,
  y0: ArrayInput,
  options: RawOptions = {},
): OdeSolution {
  const partial = readRequest(tSpan, y0, options, OPERATION);
  const args = readArgs(options.args);
  const events = readEvents(options.events, args, OPERATION);
  const request = { ...partial, events: events.requests };
  const watching: SystemFunctions = {
    ...(events.evaluate && { event: events.evaluate }),
    ...readWatch(options),
  };
  const raw =
    fun instanceof CompiledSystem
      ? solveSystem(fun, request, watching, options)
      : solveFunctions({ ...watching, ...systemOf(fun, request, args, options) }, request);
  return toSolution(raw, request.denseOutput);
}

function systemOf(
  fun: unknown,
  { y0 }: SolveRequest,
  args: readonly unknown[],
  { jac }: RawOptions,
): SystemFunctions {
  const remedy = 'pass f(t, y), which returns the derivative, or a compiled system';
  const callable = checkFunction(fun, 'fun', OPERATION, remedy);
  return {
    ...rightHandSide(callable, y0.length, args, OPERATION),
    ...jacobian(jac, y0.length, args, OPERATION),
  };
}

function solveSystem(
  system: CompiledSystem,
  request: SolveRequest,
  watching: SystemFunctions,
  { args, jac }: RawOptions,
): RawSolution {
  if (jac !== undefined || args !== undefined) {
    throw new ArgumentError({
      code: 'compiled-system',
      operation: OPERATION,
      actual: `${jac === undefined ? 'args' : 'jac'} was passed with a compiled system`,
      expected: 'it has its own parameters and Jacobian',
      remedy: 'leave the option out; system.with(…) changes parameters',
    });
  }
  if (request.y0.length !== system.size) {
    throw new ShapeError({
      code: 'state-length',
      operation: OPERATION,
      actual: `y0 has ${request.y0.length} values`,
      expected: `the system has ${system.size}: ${system.names.join(', ')}`,
      remedy: 'pass one value a state, as system.state({ … }) makes them',
    });
  }
  return solveModel(system, watching, request);
}

function readArgs(args: unknown): readonly unknown[] {
  if (args === undefined || args === null) return [];
  if (Array.isArray(args)) return args;
  throw new ArgumentError({
    code: 'args',
    operation: OPERATION,
    actual: `args is ${show(args)}`,
    expected: 'it must be an array of further arguments',
    remedy: 'pass args: [value], even for one',
  });
}

/** The step callback and the signal as one function, where there is either. */
function readWatch({ onStep, signal }: RawOptions): Pick<SystemFunctions, 'accepted'> {
  if (onStep === undefined && signal === undefined) return {};
  const call =
    onStep === undefined ? undefined : checkFunction(onStep, 'onStep', OPERATION, 'pass (t, y) => { … }');
  const watched = signal === undefined ? undefined : readSignal(signal);
  return {
    accepted: (t, y) => {
      call?.(t, y.slice());
      return watched?.aborted !== true;
    },
  };
}

function readSignal(signal: unknown): Pick<AbortSignal, 'aborted'> {
  const isSignal = typeof signal === 'object' && signal !== null && 'aborted' in signal;
  if (isSignal) return signal as AbortSignal;
  throw new ArgumentError({
    code: 'signal',
    operation: OPERATION,
    actual: `signal is ${show(signal)}`,
    expected: 'it must be an AbortSignal',
    remedy: 'pass the signal of an AbortController',
  });
}
