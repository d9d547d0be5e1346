/** What every error of this library says besides its message. */
export interface ErrorDetails {
  /** Stable, machine-readable name of the failure, such as `feature-count`. */
  readonly code: string;
  /** The call or layer that failed, such as `fit` or `dense`. */
  readonly operation: string;
  /** What came, as a clause: `input has 783 features`. */
  readonly actual: string;
  /** What was needed, as a clause: `the layer was built for 784`. */
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

/** An array's shape does not fit where it was passed. */
export class ShapeError extends withDetails(RangeError) {}

/** An argument's value is outside what the call accepts. */
export class ArgumentError extends withDetails(RangeError) {}

/** The text of an equation cannot be read, from the character at `position` (counted from 0) on. */
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

/** An argument's type, or an array's element type, is not one the call accepts. */
export class DTypeError extends withDetails(TypeError) {}

/** A backend could not be loaded, or failed inside. */
export class BackendError extends withDetails(Error) {}
