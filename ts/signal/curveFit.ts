import type { ArrayLike as ArrayInput, NdArray } from '../array.js';
import { boolean, checkOptions, number, positiveInteger, show } from '../checks.js';
import { ArgumentError, DTypeError } from '../errors.js';
import { type Bounds, checkStart, type Range, readBounds, startOf } from './bounds.js';
import { leastSquares } from './leastSquares.js';
import { minimise } from './lm/lmder.js';
import { finiteSeries, points } from './samples.js';
import { whitener } from './sigma.js';

/** A curve: its value at x for parameters. */
export type Curve = (x: number, ...parameters: number[]) => number;

export interface CurveFitOptions {
  /** Where to start, one value a parameter; by default all 1, or the middle of their bounds. */
  readonly p0?: ArrayInput | undefined;
  /** Standard deviations of y, or their covariance matrix [n, n]; all alike by default. */
  readonly sigma?: ArrayInput | undefined;
  /** Whether sigma counts as it is, or only relatively: the covariance is scaled by the residuals. Default false. */
  readonly absoluteSigma?: boolean | undefined;
  /** Lowest and highest parameters; none by default. */
  readonly bounds?: Bounds | undefined;
  /** Derivatives of the curve by its parameters at x; by default differences. */
  readonly jac?: ((x: number, ...parameters: number[]) => readonly number[]) | undefined;
  /** Most evaluations of the curve on all points; default 200·(parameters + 1), with `jac` 100·(parameters + 1). */
  readonly maxfev?: number | undefined;
  /** Relative change of the sum of squares that ends the search; default 1.49012e-8. */
  readonly ftol?: number | undefined;
  /** Relative change of the parameters that ends the search; default 1.49012e-8. */
  readonly xtol?: number | undefined;
  /** Cosine between residuals and derivatives that ends the search; default 0. */
  readonly gtol?: number | undefined;
}

export interface CurveFit {
  /** The best parameters. */
  readonly parameters: Float64Array;
  /** Their covariance, [n, n]; infinite where the points do not determine it. */
  readonly covariance: NdArray<Float64Array>;
  /** Roots of its diagonal. */
  readonly standardErrors: Float64Array;
  /** Sum of squared residuals, each divided by its sigma. */
  readonly residual: number;
  /** Evaluations of the curve on all points. */
  readonly nfev: number;
  readonly success: boolean;
  /** MINPACK's number: 1 to 4 are success, 5 too many evaluations, 6 to 8 tolerances that are too small. */
  readonly status: number;
  readonly message: string;
  /** The fitted curve at x. */
  readonly predict: (x: number) => number;
}

const operation = 'curveFit';
const step = Math.sqrt(Number.EPSILON);
const tolerance = 1.49012e-8;
const names = ['p0', 'sigma', 'absoluteSigma', 'bounds', 'jac', 'maxfev', 'ftol', 'xtol', 'gtol'];

const messages: Readonly<Record<number, string>> = {
  1: 'The sum of squares hardly changes any more (ftol).',
  2: 'The parameters hardly change any more (xtol).',
  3: 'Sum of squares and parameters hardly change any more (ftol, xtol).',
  4: 'The residuals are orthogonal to the derivatives (gtol).',
  5: 'maxfev evaluations were not enough; start nearer by (p0) or raise maxfev.',
  6: 'ftol is too small: no further reduction of the sum of squares is possible.',
  7: 'xtol is too small: no further improvement of the parameters is possible.',
  8: 'gtol is too small: the residuals are orthogonal to the derivatives as far as can be told.',
};

/**
 * Fits a curve to points: the parameters with the least Σ((yᵢ − f(xᵢ, p))/σᵢ)², by Levenberg and Marquardt, as
 * `scipy.optimize.curve_fit`; a search that does not end well is told by `success` and `message`.
 *
 * With bounds the parameters are transformed as in MINUIT, so that any step stays within them.
 *
 * @param f the curve, of x and its parameters
 * @param x places
 * @param y values, as many
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
  const [places, values] = points(x, y, n, operation);
  const absoluteSigma = boolean(options.absoluteSigma ?? false, 'absoluteSigma', operation);
  const whiten = whitener(options.sigma, places.length, operation);
  const ranges = readBounds(options.bounds, n, operation);
  const first =
    options.p0 === undefined ? Float64Array.from(ranges, startOf) : finiteSeries(options.p0, 'p0', operation);
  const isBounded = options.bounds !== undefined;
  const start = isBounded ? checkStart(first, ranges, operation) : first;

  let nfev = 0;
  const residuals = (parameters: Float64Array) => {
    nfev++;
    return whiten(places.map((at, i) => f(at, ...parameters) - (values[i] ?? 0)));
  };
  const { jac } = options;
  const jacobian = (parameters: Float64Array, before: Float64Array) =>
    jac ? exactColumns(jac, places, parameters, whiten) : differences(residuals, parameters, before);
  if (residuals(start).some((value) => !Number.isFinite(value))) throw notFinite(start);
  nfev = 0;

  const outer = (inner: Float64Array) => inner.map((value, i) => ranges[i]?.outer(value) ?? value);
  const {
    parameters: inner,
    residuals: rest,
    status,
  } = minimise(
    {
      residuals: (at) => residuals(outer(at)),
      jacobian: (at, before) =>
        isBounded && jac
          ? chained(jacobian(outer(at), before), at, ranges)
          : isBounded
            ? differences((near) => residuals(outer(near)), at, before)
            : jacobian(at, before),
    },
    isBounded ? start.map((value, i) => ranges[i]?.inner(value) ?? value) : start,
    {
      ftol: number(options.ftol ?? tolerance, 'ftol', operation, { lowest: 0 }),
      xtol: number(options.xtol ?? tolerance, 'xtol', operation, { lowest: 0 }),
      gtol: number(options.gtol ?? 0, 'gtol', operation, { lowest: 0 }),
      maxfev: positiveInteger(options.maxfev ?? (jac ? 100 : 200) * (n + 1), 'maxfev', operation),
    },
    () => nfev,
  );
  const parameters = outer(inner);
  const evaluations = nfev;
  const residual = rest.reduce((sum, value) => sum + value * value, 0);
  const data = covarianceOf(jacobian(parameters, rest), residual, places.length, absoluteSigma);
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

/** Forward differences, as MINPACK's `fdjac2` takes them. */
function differences(
  residuals: (parameters: Float64Array) => Float64Array,
  parameters: Float64Array,
  before: Float64Array,
): Float64Array[] {
  return Array.from(parameters, (value, j) => {
    const h = step * Math.abs(value) || step;
    const near = parameters.slice();
    near[j] = value + h;
    return residuals(near).map((after, i) => (after - (before[i] ?? 0)) / h);
  });
}

function exactColumns(
  jac: NonNullable<CurveFitOptions['jac']>,
  places: Float64Array,
  parameters: Float64Array,
  whiten: (values: Float64Array) => Float64Array,
): Float64Array[] {
  const rows = Array.from(places, (at) => jac(at, ...parameters));
  const wrong = rows.findIndex((row) => row.length !== parameters.length);
  if (wrong >= 0) throw badJacobian(wrong, rows[wrong]?.length ?? 0, parameters.length);
  return Array.from(parameters, (_, j) => whiten(Float64Array.from(rows, (row) => row[j] ?? NaN)));
}

/** Derivatives by the inner parameters, from those by the outer ones. */
function chained(columns: Float64Array[], inner: Float64Array, ranges: readonly Range[]): Float64Array[] {
  return columns.map((column, j) => {
    const at = inner[j] ?? 0;
    const range = ranges[j];
    const slope = range ? (range.outer(at + step) - range.outer(at - step)) / (2 * step) : 1;
    return column.map((value) => value * slope);
  });
}

/** (JᵀJ)⁻¹, scaled by the residuals unless sigma is absolute. */
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
    remedy: 'declare them as (x, a, b) => …, or say how many by p0',
  });
}

function notFinite(start: Float64Array): ArgumentError {
  return new ArgumentError({
    code: 'not-finite',
    operation,
    actual: `f is not finite at the start [${start.join(', ')}]`,
    expected: 'it must be a number for each x',
    remedy: 'pass p0 near the solution',
  });
}

function badJacobian(index: number, length: number, n: number): ArgumentError {
  return new ArgumentError({
    code: 'jacobian-length',
    operation,
    actual: `jac gave ${length} values for x[${index}]`,
    expected: `one for each of ${n} parameters is needed`,
    remedy: 'return the derivatives by the parameters, without that by x',
  });
}
