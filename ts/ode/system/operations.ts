/**
 * The operations of expressions. `code` is the operation's number in the bytecode: its index in the list of
 * `crates/kernels/src/ode/bytecode.rs`.
 */
export const operations = {
  add: { code: 0, arity: 2 },
  subtract: { code: 1, arity: 2 },
  multiply: { code: 2, arity: 2 },
  divide: { code: 3, arity: 2 },
  negate: { code: 4, arity: 1 },
  abs: { code: 5, arity: 1 },
  sqrt: { code: 6, arity: 1 },
  min: { code: 7, arity: 2 },
  max: { code: 8, arity: 2 },
  /** −1, 0 or 1, with the sign of a zero kept. */
  sign: { code: 9, arity: 1 },
  /** choose(a, b, x, y) = x where a ≤ b, else y, for the derivatives of min and max. */
  choose: { code: 10, arity: 4 },
  sin: { code: 11, arity: 1 },
  cos: { code: 12, arity: 1 },
  tan: { code: 13, arity: 1 },
  asin: { code: 14, arity: 1 },
  acos: { code: 15, arity: 1 },
  atan: { code: 16, arity: 1 },
  sinh: { code: 17, arity: 1 },
  cosh: { code: 18, arity: 1 },
  tanh: { code: 19, arity: 1 },
  exp: { code: 20, arity: 1 },
  log: { code: 21, arity: 1 },
  log10: { code: 22, arity: 1 },
  atan2: { code: 23, arity: 2 },
  pow: { code: 24, arity: 2 },
} as const satisfies Record<string, { code: number; arity: number }>;

export type Operation = keyof typeof operations;

/** The functions that equations may call. */
export const functionNames = [
  ...['sin', 'cos', 'tan', 'asin', 'acos', 'atan', 'atan2', 'sinh', 'cosh', 'tanh'],
  ...['exp', 'log', 'log10', 'sqrt', 'abs', 'sign', 'min', 'max', 'pow'],
] as readonly Operation[];

/** Whether an operation is an elementary function of the kernels; all others are instructions of WebAssembly. */
export const isElementary = (operation: Operation): boolean => operations[operation].code >= 11;
