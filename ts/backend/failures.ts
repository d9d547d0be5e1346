import { ArgumentError, BackendError, type ErrorDetails, ShapeError } from '../errors.js';

/** Errors of the kernels arrive as text: the class, then the details, separated by this character. */
const SEPARATOR = '\u001f';

/** Calls a binding and turns whatever it throws into one of the library's errors. */
export function guard<T>(operation: string, call: () => T): T {
  try {
    return call();
  } catch (error) {
    throw typedError(operation, error);
  }
}

function typedError(operation: string, error: unknown): Error {
  const message = error instanceof Error ? error.message : String(error);
  const [kind, code = '', where = '', actual = '', expected = '', remedy, ...rest] = message.split(SEPARATOR);
  if (remedy === undefined || rest.length > 0) return unexpected(operation, message, error);
  const details: ErrorDetails = { code, operation: where, actual, expected, remedy };
  if (kind === 'shape') return new ShapeError(details);
  if (kind === 'argument') return new ArgumentError(details);
  return new BackendError(details, { cause: error });
}

/** The error for a WebAssembly trap, exhausted memory or a caught panic. */
function unexpected(operation: string, message: string, cause: unknown): BackendError {
  return new BackendError(
    {
      code: 'kernel-failure',
      operation,
      actual: `the kernel failed (${message})`,
      expected: 'no failure: this is a bug in ferrograd, unless memory ran out',
      remedy: 'make the model again, with less data where memory ran out, and report the bug otherwise',
    },
    { cause },
  );
}
