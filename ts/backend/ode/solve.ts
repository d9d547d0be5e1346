import { ArgumentError } from '../../errors.js';
import { guard } from '../failures.js';
import { kernels, wasmBindings } from '../select.js';
import type { OdeBindings } from './bindings.js';
import { Callbacks, type SystemFunctions } from './callbacks.js';
import { jitCompile, type JitSource } from './jit.js';
import { encodeRequest, type SolveRequest } from './request.js';
import { decodeSolution, type RawSolution } from './solution.js';

/** Solves with a JavaScript right-hand side; in WebAssembly on every backend, because it calls JavaScript faster. */
export function solveFunctions(functions: SystemFunctions, request: SolveRequest): RawSolution {
  return decodeSolution(
    withCallbacks(functions, request.y0.length, (bindings, callbacks) =>
      bindings.solveFunctions(callbacks, encodeRequest(request)),
    ),
  );
}

/** A system that the kernels evaluate themselves. */
export interface ModelSystem {
  readonly model: {
    readonly numbers: Float64Array;
    /** Present for equations from text, which run faster when they are compiled to WebAssembly. */
    readonly code?: JitSource;
  };
  readonly parameterValues: Float64Array;
}

/**
 * Solves a model without a JavaScript right-hand side. Equations from text are compiled and run in WebAssembly; a
 * built-in system runs natively, unless events or a step callback are JavaScript functions.
 */
export function solveModel(
  { model, parameterValues }: ModelSystem,
  functions: SystemFunctions,
  request: SolveRequest,
): RawSolution {
  const numbers = encodeRequest(request);
  const { code } = model;
  if (code) {
    return decodeSolution(
      withCallbacks(functions, request.y0.length, (bindings, callbacks) => {
        const { rhs, jacobian } = jitCompile(code, bindings);
        return bindings.solveLinked(callbacks, rhs, jacobian, parameterValues, numbers);
      }),
    );
  }
  const solution =
    kernels.solveModel && !functions.event && !functions.accepted
      ? kernels.solveModel(model.numbers, parameterValues, numbers)
      : withCallbacks(functions, request.y0.length, (bindings, callbacks) =>
          bindings.solveModelWith(callbacks, model.numbers, parameterValues, numbers),
        );
  return decodeSolution(solution);
}

/** How many solves are running, each within the right-hand side of the one before. */
let depth = 0;

/**
 * Deepest nesting of solves. Each level takes two kilobytes of WebAssembly's stack of four megabytes. JavaScript's own
 * stack ends earlier, after some 250 levels, unless the host was started with a larger one.
 */
const MAX_DEPTH = 1000;

/** Runs a solve during which WebAssembly calls functions of JavaScript, and throws what they threw. */
export function withCallbacks(
  functions: SystemFunctions,
  n: number,
  solve: (bindings: OdeBindings, callbacks: Callbacks) => Float64Array,
): Float64Array {
  if (depth === MAX_DEPTH) throw tooDeep();
  const bindings = wasmBindings() as unknown as OdeBindings;
  requireStack();
  const callbacks = new Callbacks(functions, bindings.linearMemory(), n);
  depth++;
  try {
    const numbers = guard('solveIvp', () => solve(bindings, callbacks));
    if (callbacks.failure) throw callbacks.failure.error;
    return numbers;
  } finally {
    depth--;
  }
}

/** Arguments of 64 KB: the stack frames of a solve take less, also before the engine has optimised them. */
const stackNeeded = Array.from({ length: 8192 }, () => undefined);

/**
 * Throws a RangeError where less than 64 KB of JavaScript's stack are left, by a call with as many arguments. A stack
 * overflow within WebAssembly would not unwind WebAssembly's own stack, and a few thousand of them would leave none.
 */
function requireStack(): void {
  Reflect.apply(() => undefined, undefined, stackNeeded);
}

function tooDeep(): ArgumentError {
  return new ArgumentError({
    code: 'solve-depth',
    operation: 'solveIvp',
    actual: `this solve is the ${MAX_DEPTH + 1}st, each started by the right-hand side of the one before`,
    expected: `at most ${MAX_DEPTH} solves may be nested`,
    remedy: 'end the recursion earlier',
  });
}
