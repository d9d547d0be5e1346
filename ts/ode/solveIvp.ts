import type { ArrayLike as ArrayInput } from '../array.js';
import type { SystemFunctions } from '../backend/ode/callbacks.js';
import { readSignal } from '../checks.js';
import { ArgumentError } from '../errors.js';
import { readEvents } from './events.js';
import { checkFunction } from './functions.js';
import { type RawOptions, readArgs, readRequest } from './options.js';
import { toSolution } from './solution.js';
import { solveSystem } from './solveSystem.js';
import type { CompiledSystem } from './system/compiledSystem.js';
import type {
  Arguments,
  OdeFunction,
  OdeFunctionWith,
  OdeInterpolant,
  OdeSolution,
  OdeWriterWith,
  SolveOptions,
} from './types.js';

const OPERATION = 'solveIvp';

/** The type of the solution: `sol` is an interpolant where `denseOutput` is true. */
type SolutionOf<Options> = OdeSolution<
  Options extends { readonly denseOutput: true }
    ? OdeInterpolant
    : Options extends { readonly denseOutput: boolean }
      ? OdeInterpolant | undefined
      : undefined
>;

type OptionsWith<Args extends Arguments, Dense> = SolveOptions<Args> & {
  readonly args: Args;
  readonly denseOutput?: Dense;
};

/**
 * Solves the initial value problem y' = f(t, y), y(t0) = y0 as SciPy's `solve_ivp` does: the same methods, defaults,
 * steps and results.
 *
 * Beyond SciPy there are `maxSteps`, `onStep`, `signal` and the method Tsit5, and the point of an event that ends the
 * solve is kept when `tEval` is given. The loop over steps is compiled; it runs in WebAssembly where it calls functions
 * of JavaScript, in Node too. These may themselves solve, and an exception that one of them throws is passed on as it
 * is.
 *
 * @param fun f(t, y): returns the derivative, or writes it into its third parameter `dy`, which is faster; or a
 * compiled system, which needs no JavaScript
 * @param tSpan start and end of the interval; the end may be below the start
 * @param y0 values at the start
 * @throws ArgumentError, ShapeError or DTypeError for arguments that do not fit; a failure during the solve is reported
 * by `status` and `message`
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
export function solveIvp<Args extends Arguments, Dense extends boolean = false>(
  fun: OdeFunctionWith<Args>,
  tSpan: ArrayInput,
  y0: ArrayInput,
  options: OptionsWith<Args, Dense>,
): SolutionOf<{ readonly denseOutput: Dense }>;
export function solveIvp<Args extends Arguments, Dense extends boolean = false>(
  // eslint-disable-next-line @typescript-eslint/unified-signatures -- parameters of a union have no types
  fun: OdeWriterWith<Args>,
  tSpan: ArrayInput,
  y0: ArrayInput,
  options: OptionsWith<Args, Dense>,
): SolutionOf<{ readonly denseOutput: Dense }>;
export function solveIvp(
  fun: unknown,
  tSpan: ArrayInput,
  y0: ArrayInput,
  options: RawOptions = {},
): OdeSolution {
  const partial = readRequest(tSpan, y0, options, OPERATION);
  const args = readArgs(options.args, OPERATION);
  const events = readEvents(options.events, args, OPERATION);
  const request = { ...partial, events: events.requests };
  const observers: SystemFunctions = {
    ...(events.evaluate && { event: events.evaluate }),
    ...readStepObserver(options),
  };
  const raw = solveSystem(fun, request, args, OPERATION, { jac: options.jac, observers });
  return toSolution(raw, request.denseOutput);
}

/** `onStep` and `signal` as one function that is called after each step, where either was passed. */
function readStepObserver({ onStep, signal }: RawOptions): Pick<SystemFunctions, 'accepted'> {
  if (onStep === undefined && signal === undefined) return {};
  const call =
    onStep === undefined ? undefined : checkFunction(onStep, 'onStep', OPERATION, 'pass (t, y) => { … }');
  const abort = readSignal(signal, OPERATION, ['aborted'], ArgumentError);
  return {
    accepted: (t, y) => {
      call?.(t, y.slice());
      return abort?.aborted !== true;
    },
  };
}
