/**
 * The properties that every error of this library has besides its message, which they make up:
 * `operation: actual, expected; remedy`.
 */
export interface ErrorDetails {
  /** Stable, machine-readable name of the failure, such as `feature-count`. */
  readonly code: string;
  /** The public function or the layer that failed, such as `fit` or `dense`. */
  readonly operation: string;
  /** What was found, as a clause: `input has 783 features`. */
  readonly actual: string;
  /** What was expected, as a clause: `the layer was built for 784`. */
  readonly expected: string;
  /** What to change, as a clause: `reshape the input to [n, 784]`. */
  readonly remedy: string;
}

type ErrorBase = new (message?: string, options?: ErrorOptions) => Error;

function withDetails(Base: ErrorBase) {
  return class extends Base implements ErrorDetails {
    readonly code: string;
    readonly operation: string;
    readonly actual: string;
    readonly expected: string;
    readonly remedy: string;

    constructor(details: ErrorDetails, options?: ErrorOptions) {
      const { code, operation, actual, expected, remedy } = details;
      super(`${operation}: ${actual}, ${expected}; ${remedy}`, options);
      this.code = code;
      this.operation = operation;
      this.actual = actual;
      this.expected = expected;
      this.remedy = remedy;
      this.name = new.target.name;
    }
  };
}

/** An array's shape does not fit the operation. */
export class ShapeError extends withDetails(RangeError) {}

/** An argument's value is not one that the operation accepts. */
export class ArgumentError extends withDetails(RangeError) {}

/**
 * The text of an equation cannot be read; `position` is the index in `text`, from 0, of the character where it fails.
 */
export class ExpressionError extends ArgumentError {
  readonly text: string;
  readonly position: number;

  constructor(details: ErrorDetails, { text, position }: { text: string; position: number }) {
    super(details);
    this.text = text;
    this.position = position;
  }
}

/** A file, download or data set is missing, truncated or corrupt. */
export class DataError extends ArgumentError {}

/** An argument's type, or an array's element type, is not one that the operation accepts. */
export class DTypeError extends withDetails(TypeError) {}

/** A backend could not be loaded, or its kernels failed. */
export class BackendError extends withDetails(Error) {}
