/** The methods of `solveIvp`, in the order of their codes in the kernels. */
export const methods = ['RK23', 'RK45', 'DOP853', 'Tsit5', 'Radau', 'BDF'] as const;

export type Method = (typeof methods)[number];

/** The methods with steps of fixed size, `firstStep`; their codes follow those of `methods`. */
export const fixedMethods = ['euler', 'heun', 'midpoint', 'rungeKutta4'] as const;

export type FixedMethod = (typeof fixedMethods)[number];

const codes: readonly (Method | FixedMethod)[] = [...methods, ...fixedMethods];

/** A problem for the kernels to solve: everything is checked, every default filled in. */
export interface SolveRequest {
  readonly method: Method | FixedMethod;
  readonly t0: number;
  readonly t1: number;
  readonly y0: Float64Array;
  /** One value for all components, or one for each. */
  readonly rtol: Float64Array;
  readonly atol: Float64Array;
  /** Undefined: the kernels choose it. */
  readonly firstStep: number | undefined;
  readonly maxStep: number;
  readonly maxSteps: number;
  /** In the order of integration; undefined: the end of every step. */
  readonly tEval: Float64Array | undefined;
  readonly denseOutput: boolean;
  readonly events: readonly EventRequest[];
}

export interface EventRequest {
  /** The occurrence that ends the solve; infinity for an event that never does. */
  readonly maxOccurrences: number;
  /** Sign of the slope of the roots that count; 0 counts all. */
  readonly direction: number;
}

/** Serialises a request as the numbers that `crates/kernels/src/ode/request.rs` reads. */
export function encodeRequest(request: SolveRequest): Float64Array {
  const { y0, rtol, atol, tEval, events } = request;
  const head = [
    codes.indexOf(request.method),
    request.t0,
    request.t1,
    request.firstStep ?? 0,
    request.maxStep,
    request.maxSteps,
    Number(request.denseOutput),
    y0.length,
    tEval?.length ?? -1,
    events.length,
  ];
  const numbers = new Float64Array(head.length + 3 * y0.length + (tEval?.length ?? 0) + 2 * events.length);
  let at = 0;
  const put = (values: ArrayLike<number>) => {
    numbers.set(values, at);
    at += values.length;
  };
  const perComponent = (tolerance: Float64Array) =>
    tolerance.length === 1 ? new Float64Array(y0.length).fill(tolerance[0] ?? 0) : tolerance;
  put(head);
  put(y0);
  put(perComponent(rtol));
  put(perComponent(atol));
  if (tEval) put(tEval);
  for (const { maxOccurrences, direction } of events) put([maxOccurrences, direction]);
  return numbers;
}
