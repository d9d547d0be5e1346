import { ArgumentError } from '../../errors.js';
import { guard } from '../failures.js';
import { kernels, wasmBindings } from '../select.js';
import type { OdeBindings } from './bindings.js';
import { Calls, type SystemFunctions } from './callbacks.js';
import { link, type LinkableCode } from './jit.js';
import { encodeRequest, type SolveRequest } from './request.js';
import { decodeSolution, type RawSolution } from './solution.js';

/** Solves with a JavaScript right-hand side, in WebAssembly on every backend. */
export function solveFunctions(functions: SystemFunctions, request: SolveRequest): RawSolution {
  return decodeSolution(
    callingBack(functions, request.y0.length, (bindings, calls) =>
      bindings.solveFunctions(calls, encodeRequest(request)),
    ),
  );
}

/** A system that the kernels evaluate themselves. */
export interface ModelSystem {
  readonly model: {
    readonly numbers: Float64Array;
    /** Of equations that run faster when they are compiled to WebAssembly. */
    readonly code?: LinkableCode;
  };
  readonly parameterValues: Float64Array;
}

/** Solves a model: its own code in WebAssembly, or natively where no function of JavaScript takes part. */
export function solveModel(
  { model, parameterValues }: ModelSystem,
  functions: SystemFunctions,
  request: SolveRequest,
): RawSolution {
  const numbers = encodeRequest(request);
  const { code } = model;
  if (code) {
    return decodeSolution(
      callingBack(functions, request.y0.length, (bindings, calls) => {
        const { rhs, jacobian } = link(code, bindings);
        return bindings.solveLinked(calls, rhs, jacobian, parameterValues, numbers);
      }),
    );
  }
  const solution =
    kernels.solveModel && !functions.event && !functions.accepted
      ? kernels.solveModel(model.numbers, parameterValues, numbers)
      : callingBack(functions, request.y0.length, (bindings, calls) =>
          bindings.solveModelWith(calls, model.numbers, parameterValues, numbers),
        );
  return decodeSolution(solution);
}

/** Solves that run within a right-hand side of another one. */
let depth = 0;

/**
 * Each level takes two kilobytes of WebAssembly's stack of four megabytes. JavaScript's own ends earlier, after some 250
 * levels, unless the host was asked for a larger one.
 */
const DEEPEST = 1000;

/** Runs a solve during which WebAssembly calls functions of JavaScript; throws what they threw. */
export function callingBack(
  functions: SystemFunctions,
  n: number,
  solve: (bindings: OdeBindings, calls: Calls) => Float64Array,
): Float64Array {
  if (depth === DEEPEST) throw tooDeep();
  const bindings = wasmBindings() as unknown as OdeBindings;
  requireStack();
  const calls = new Calls(functions, bindings.linearMemory(), n);
  depth++;
  try {
    const numbers = guard('solveIvp', () => solve(bindings, calls));
    if (calls.failure) throw calls.failure.error;
    return numbers;
  } finally {
    depth--;
  }
}

/** 64 KB: the frames of a solve take less, also before they are optimised. */
const stackNeeded = Array.from({ length: 8192 }, () => undefined);

/**
 * Throws a RangeError where the stack is nearly at its end: if that came within WebAssembly, the exception would
 * leave its own stack as it was, and a few hundred of them would ruin the module.
 */
function requireStack(): void {
  Reflect.apply(() => undefined, undefined, stackNeeded);
}

function tooDeep(): ArgumentError {
  return new ArgumentError({
    code: 'solve-depth',
    operation: 'solveIvp',
    actual: `this is solve ${DEEPEST + 1} within right-hand sides of others`,
    expected: `at most ${DEEPEST} may be nested`,
    remedy: 'end the recursion earlier',
  });
}
