import type { ArrayLike as ArrayInput } from '../array.js';
import type { FixedMethod } from '../backend/ode/request.js';
import { checkOptions, integer, number, show } from '../checks.js';
import { ArgumentError } from '../errors.js';
import { finiteVector } from './inputs.js';
import { readArgs, readSpan } from './options.js';
import { type Rows, rowsOf } from './rows.js';
import { solveSystem } from './solveSystem.js';
import type { CompiledSystem } from './system/compiledSystem.js';
import type { Arguments, OdeFunction, OdeFunctionWith, OdeWriterWith } from './types.js';

/** Options of the methods with steps of fixed size: either `steps` or `stepSize`. */
export interface FixedStepOptions<Args extends readonly unknown[] = []> {
  /** Number of equal steps. */
  readonly steps?: number;
  /** Size of a step; the last one is shorter where it does not divide the interval. */
  readonly stepSize?: number;
  /** Further arguments of the function, passed after its other ones. */
  readonly args?: Args;
}

export interface FixedStepSolution {
  /** Times, one more than there are steps. */
  readonly t: Float64Array;
  /** Values, of shape [components, times]: `y[i]` is the i-th component over time. */
  readonly y: Rows;
  /** Number of evaluations of the right-hand side. */
  readonly nfev: number;
}

export interface FixedStepMethod {
  (
    fun: OdeFunction | CompiledSystem,
    tSpan: ArrayInput,
    y0: ArrayInput,
    options: FixedStepOptions,
  ): FixedStepSolution;
  <Args extends Arguments>(
    fun: OdeFunctionWith<Args>,
    tSpan: ArrayInput,
    y0: ArrayInput,
    options: FixedStepOptions<Args> & { readonly args: Args },
  ): FixedStepSolution;
  <Args extends Arguments>(
    // eslint-disable-next-line @typescript-eslint/unified-signatures -- parameters of a union have no types
    fun: OdeWriterWith<Args>,
    tSpan: ArrayInput,
    y0: ArrayInput,
    options: FixedStepOptions<Args> & { readonly args: Args },
  ): FixedStepSolution;
}

/**
 * Euler's method, of order 1: y ← y + h f(t, y).
 *
 * @param fun f(t, y), as for `solveIvp`
 * @param tSpan start and end; the end may come first
 * @param y0 values at the start
 * @param options `steps` or `stepSize`
 * @throws ArgumentError or ShapeError for arguments that cannot be solved
 * @example euler((t, y) => [-2 * y[0]], [0, 4], [4], { steps: 100 }).y[0]
 */
export const euler: FixedStepMethod = fixedStep('euler');

/**
 * Heun's method, of order 2: the step takes the mean of the slopes at its start and at Euler's prediction of its end,
 * y ← y + h (k₁ + k₂)/2 with k₁ = f(t, y), k₂ = f(t + h, y + h k₁). Parameters as for {@link euler}.
 */
export const heun: FixedStepMethod = fixedStep('heun');

/**
 * The midpoint method, of order 2: the step takes the slope at its middle, y ← y + h f(t + h/2, y + h f(t, y)/2).
 * Parameters as for {@link euler}.
 */
export const midpoint: FixedStepMethod = fixedStep('midpoint');

/** The classical Runge–Kutta method, of order 4, with four evaluations a step. Parameters as for {@link euler}. */
export const rungeKutta4: FixedStepMethod = fixedStep('rungeKutta4');

function fixedStep(method: FixedMethod): FixedStepMethod {
  return (fun: unknown, tSpan: ArrayInput, y0: ArrayInput, options: unknown): FixedStepSolution => {
    checkOptions(options, ['steps', 'stepSize', 'args'], method);
    const { steps, stepSize, args } = options as Record<string, unknown>;
    const [t0, t1] = readSpan(tSpan, method);
    const length = number(Math.abs(t1 - t0), 'the length of the interval', method);
    const start = finiteVector(y0, 'y0', method);
    // Methods of fixed step read no tolerance.
    const unused = Float64Array.of(1);
    const request = {
      method,
      t0,
      t1,
      y0: start,
      rtol: unused,
      atol: unused,
      firstStep: sizeOfStep(steps, stepSize, length, method),
      maxStep: Infinity,
      maxSteps: Infinity,
      tEval: undefined,
      denseOutput: false,
      events: [],
    };
    const { n, t, y, nfev } = solveSystem(fun, request, readArgs(args, method), method);
    return { t, y: rowsOf(y, n, t.length), nfev };
  };
}

function sizeOfStep(steps: unknown, stepSize: unknown, length: number, operation: string): number {
  if ((steps === undefined) === (stepSize === undefined)) {
    throw new ArgumentError({
      code: 'steps-or-size',
      operation,
      actual:
        steps === undefined ? 'neither steps nor stepSize was passed' : 'both steps and stepSize were passed',
      expected: 'exactly one of them must give the size of a step',
      remedy: 'pass { steps: 100 } or { stepSize: 0.01 }',
    });
  }
  if (steps !== undefined) return length / integer(steps, 'steps', operation, 1);
  if (typeof stepSize === 'number' && stepSize > 0 && Number.isFinite(stepSize)) return stepSize;
  throw new ArgumentError({
    code: 'not-positive',
    operation,
    actual: `stepSize is ${show(stepSize)}`,
    expected: 'it must be a finite number above 0',
    remedy: 'pass a positive step; tSpan alone gives the direction',
  });
}
