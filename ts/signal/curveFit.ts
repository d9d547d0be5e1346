import type { ArrayLike as ArrayInput, NdArray } from '../array.js';
import { boolean, checkOptions, number, positiveInteger, show } from '../checks.js';
import { ArgumentError, DTypeError } from '../errors.js';
import { type Bounds, checkStart, defaultStart, type ParameterRange, readBounds } from './bounds.js';
import { leastSquares } from './leastSquares.js';
import { lmder } from './lm/lmder.js';
import { finiteSeries, points } from './samples.js';
import { whitener } from './sigma.js';

/** A curve: its value at x for the given parameters. */
export type Curve = (x: number, ...parameters: number[]) => number;

export interface CurveFitOptions {
  /** Initial values, one for each parameter; by default all 1, or the middle of their bounds. */
  readonly p0?: ArrayInput | undefined;
  /** Standard deviations of y, or their covariance matrix [points, points]; by default 1 for each point. */
  readonly sigma?: ArrayInput | undefined;
  /**
   * Whether the values of sigma count, or only their ratios (false, default): then the covariance of the parameters is
   * scaled by the residuals.
   */
  readonly absoluteSigma?: boolean | undefined;
  /** Lower and upper bounds of the parameters; none by default. */
  readonly bounds?: Bounds | undefined;
  /** Derivatives of the curve at x by each parameter; by default forward differences. */
  readonly jac?: ((x: number, ...parameters: number[]) => readonly number[]) | undefined;
  /** Most evaluations of the curve on all points; default 200·(parameters + 1), with `jac` 100·(parameters + 1). */
  readonly maxfev?: number | undefined;
  /** Relative change of the sum of squares that ends the search; default 1.49012e-8. */
  readonly ftol?: number | undefined;
  /** Relative change of the parameters that ends the search; default 1.49012e-8. */
  readonly xtol?: number | undefined;
  /** Cosine of the angle between residuals and derivatives that ends the search; default 0. */
  readonly gtol?: number | undefined;
}

export interface CurveFit {
  /** The best parameters. */
  readonly parameters: Float64Array;
  /** Covariance of the parameters, [n, n]; infinite where the points do not determine it. */
  readonly covariance: NdArray<Float64Array>;
  /** Standard errors of the parameters: the roots of the diagonal of `covariance`. */
  readonly standardErrors: Float64Array;
  /** Sum of the squared residuals, each divided by its sigma. */
  readonly residual: number;
  /** Number of evaluations of the curve on all points. */
  readonly nfev: number;
  /** Whether the search converged: `status` is 1 to 4. */
  readonly success: boolean;
  /** MINPACK's `info`: 1 to 4 are success, 5 is too many evaluations, 6 to 8 are tolerances that are too small. */
  readonly status: number;
  /** Why the search ended, as a sentence. */
  readonly message: string;
  /** Value of the fitted curve at x. */
  readonly predict: (x: number) => number;
}

const operation = 'curveFit';
const step = Math.sqrt(Number.EPSILON);
const tolerance = 1.49012e-8;
const names = ['p0', 'sigma', 'absoluteSigma', 'bounds', 'jac', 'maxfev', 'ftol', 'xtol', 'gtol'];

/** Messages by status. */
const messages: Readonly<Record<number, string>> = {
  1: 'The sum of squares hardly changes any more (ftol).',
  2: 'The parameters hardly change any more (xtol).',
  3: 'Sum of squares and parameters hardly change any more (ftol, xtol).',
  4: 'The residuals are orthogonal to the derivatives (gtol).',
  5: 'maxfev evaluations were not enough; start nearer to the solution (p0) or raise maxfev.',
  6: 'ftol is too small: no further reduction of the sum of squares is possible.',
  7: 'xtol is too small: no further improvement of the parameters is possible.',
  8: 'gtol is too small: the residuals are orthogonal to the derivatives to machine precision.',
};

/**
 * Fits a curve to points: the parameters p with the least Σ((yᵢ − f(xᵢ, p))/σᵢ)², by the algorithm of Levenberg and
 * Marquardt, as `scipy.optimize.curve_fit`. A search that does not converge is reported by `success` and `message`.
 *
 * With bounds the parameters are transformed as in MINUIT, so that no step leaves them.
 *
 * @param f the curve as a function of x and its parameters
 * @param x independent variable of each point
 * @param y value at each x
 * @throws ArgumentError for values that are not finite, fewer points than parameters, a start outside the bounds, a
 * curve that is not finite at the start, or options that do not fit
 * @throws ShapeError for series of different lengths
 * @example
 * const { parameters } = curveFit((x, a, c) => a * c ** x, x, y, { p0: [6, 0.7] });
 * @see https://docs.scipy.org/doc/scipy/reference/generated/scipy.optimize.curve_fit.html
 */
export function curveFit(f: Curve, x: ArrayInput, y: ArrayInput, options: CurveFitOptions = {}): CurveFit {
  checkOptions(options, names, operation);
  if (typeof (f as unknown) !== 'function') throw noCurve(f);
  const n = options.p0 === undefined ? f.length - 1 : finiteSeries(options.p0, 'p0', operation).length;
  if (n < 1) throw noParameters();
  const [xs, ys] = points(x, y, n, operation);
  const absoluteSigma = boolean(options.absoluteSigma ?? false, 'absoluteSigma', operation);
  const whiten = whitener(options.sigma, xs.length, operation);
  const ranges = readBounds(options.bounds, n, operation);
  const first =
    options.p0 === undefined
      ? Float64Array.from(ranges, defaultStart)
      : finiteSeries(options.p0, 'p0', operation);
  const isBounded = options.bounds !== undefined;
  const start = isBounded ? checkStart(first, ranges, operation) : first;

  let nfev = 0;
  const residuals = (parameters: Float64Array) => {
    nfev++;
    return whiten(xs.map((at, i) => f(at, ...parameters) - (ys[i] ?? 0)));
  };
  const { jac } = options;
  const jacobian = (parameters: Float64Array, current: Float64Array) =>
    jac ? exactColumns(jac, xs, parameters, whiten) : differences(residuals, parameters, current);
  if (residuals(start).some((value) => !Number.isFinite(value))) throw notFinite(start);
  // The evaluation that checks the start does not count.
  nfev = 0;

  const toExternal = (internal: Float64Array) =>
    internal.map((value, i) => ranges[i]?.toExternal(value) ?? value);
  const found = lmder(
    {
      residuals: (internal) => residuals(toExternal(internal)),
      jacobian: (internal, current) =>
        isBounded && jac
          ? chained(jacobian(toExternal(internal), current), internal, ranges)
          : isBounded
            ? differences((near) => residuals(toExternal(near)), internal, current)
            : jacobian(internal, current),
    },
    isBounded ? start.map((value, i) => ranges[i]?.toInternal(value) ?? value) : start,
    {
      ftol: number(options.ftol ?? tolerance, 'ftol', operation, { lowest: 0 }),
      xtol: number(options.xtol ?? tolerance, 'xtol', operation, { lowest: 0 }),
      gtol: number(options.gtol ?? 0, 'gtol', operation, { lowest: 0 }),
      maxfev: positiveInteger(options.maxfev ?? (jac ? 100 : 200) * (n + 1), 'maxfev', operation),
    },
    () => nfev,
  );
  const { status } = found;
  const parameters = toExternal(found.parameters);
  // The evaluations for the covariance do not count.
  const evaluations = nfev;
  const residual = found.residuals.reduce((sum, value) => sum + value * value, 0);
  const data = covarianceOf(jacobian(parameters, found.residuals), residual, xs.length, absoluteSigma);
  return {
    parameters,
    covariance: { data, shape: [n, n] },
    standardErrors: parameters.map((_, i) => Math.sqrt(data[i * n + i] ?? NaN)),
    residual,
    nfev: evaluations,
    success: status <= 4,
    status,
    message: messages[status] ?? '',
    predict: (at) => f(at, ...parameters),
  };
}

/** The columns of the Jacobian by forward differences, as MINPACK's `fdjac2`; `current` are the residuals. */
function differences(
  residuals: (parameters: Float64Array) => Float64Array,
  parameters: Float64Array,
  current: Float64Array,
): Float64Array[] {
  return Array.from(parameters, (value, j) => {
    const h = step * Math.abs(value) || step;
    const near = parameters.slice();
    near[j] = value + h;
    return residuals(near).map((value, i) => (value - (current[i] ?? 0)) / h);
  });
}

/** The columns of the Jacobian by the user's derivatives. */
function exactColumns(
  jac: NonNullable<CurveFitOptions['jac']>,
  xs: Float64Array,
  parameters: Float64Array,
  whiten: (values: Float64Array) => Float64Array,
): Float64Array[] {
  const rows = Array.from(xs, (at) => jac(at, ...parameters));
  const wrong = rows.findIndex((row) => row.length !== parameters.length);
  if (wrong >= 0) throw badJacobian(wrong, rows[wrong]?.length ?? 0, parameters.length);
  return Array.from(parameters, (_, j) => whiten(Float64Array.from(rows, (row) => row[j] ?? NaN)));
}

/** Derivatives by the internal parameters from those by the external ones, by the chain rule. */
function chained(
  columns: Float64Array[],
  internal: Float64Array,
  ranges: readonly ParameterRange[],
): Float64Array[] {
  return columns.map((column, j) => {
    const at = internal[j] ?? 0;
    const range = ranges[j];
    const slope = range ? (range.toExternal(at + step) - range.toExternal(at - step)) / (2 * step) : 1;
    return column.map((value) => value * slope);
  });
}

/** The covariance of the parameters: (JᵀJ)⁻¹, times residual/(m − n) unless sigma is absolute. */
function covarianceOf(columns: Float64Array[], residual: number, m: number, absolute: boolean): Float64Array {
  const n = columns.length;
  const unknown = new Float64Array(n * n).fill(Infinity);
  const isFinite = columns.every((column) => column.every(Number.isFinite));
  const inverse = isFinite
    ? leastSquares(columns, new Float64Array(m), Number.EPSILON * m).inverse
    : undefined;
  if (!inverse) return unknown;
  if (absolute) return inverse;
  return m > n ? inverse.map((value) => (value * residual) / (m - n)) : unknown;
}

function noCurve(f: unknown): DTypeError {
  return new DTypeError({
    code: 'not-a-function',
    operation,
    actual: `f is ${show(f)}`,
    expected: 'it must be a function of x and the parameters',
    remedy: 'pass a function such as (x, a, b) => a * x + b',
  });
}

function noParameters(): ArgumentError {
  return new ArgumentError({
    code: 'no-parameters',
    operation,
    actual: 'f names no parameters after x',
    expected: 'there must be at least one',
    remedy: 'declare them as (x, a, b) => …, or pass their initial values as p0',
  });
}

function notFinite(start: Float64Array): ArgumentError {
  return new ArgumentError({
    code: 'not-finite',
    operation,
    actual: `f is not finite at the start [${start.join(', ')}]`,
    expected: 'its value must be finite for each x',
    remedy: 'pass a p0 nearer to the solution',
  });
}

function badJacobian(index: number, length: number, n: number): ArgumentError {
  return new ArgumentError({
    code: 'jacobian-length',
    operation,
    actual: `jac returned ${length} values for x[${index}]`,
    expected: `it must return one for each of ${n} parameters`,
    remedy: 'return the derivatives by the parameters, without the derivative by x',
  });
}
