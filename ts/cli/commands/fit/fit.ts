import { DataError } from '../../../errors.js';
import { curveFit, polynomialFit } from '../../../signal/index.js';
import type { CurveModel, FittedCurve } from './curve.js';

/** Points in the plane. */
export interface FitPoints {
  readonly x: Float64Array;
  readonly y: Float64Array;
}

type Fitted = Pick<FittedCurve, 'parameters' | 'errors'>;

/** Tolerance of the search, far below the errors of any measurement. */
const TOLERANCE = 1e-12;
/** Status of `curveFit` when it has reached the largest number of evaluations. */
const GIVEN_UP = 5;

/**
 * Fits a curve to points by least squares.
 *
 * @param start values of the parameters at which the search begins; a polynomial needs none
 * @throws DataError where the curve has no value at the start, the search does not converge, or the points do not
 * determine the parameters
 */
export function fit(curve: CurveModel, points: FitPoints, start: Float64Array): FittedCurve {
  const { degree } = curve;
  const fitted = degree === undefined ? search(curve, points, start) : polynomialOf(degree, points);
  const isUndetermined = fitted.errors.some((error) => error === Infinity);
  if (isUndetermined && points.x.length > curve.names.length) throw undetermined(curve);
  return { curve, ...fitted };
}

/** y − f(x) */
export function residualsOf(curve: CurveModel, { x, y }: FitPoints, parameters: Float64Array): Float64Array {
  return x.map((at, i) => (y[i] ?? NaN) - curve.value(at, parameters));
}

/** Fits a polynomial; coefficients from the lowest power up. */
function polynomialOf(degree: number, { x, y }: FitPoints): Fitted {
  const { coefficients, covariance } = polynomialFit(x, y, degree);
  const size = degree + 1;
  const errors = coefficients.map((_, i) => Math.sqrt(covariance?.data[i * size + i] ?? Infinity));
  return { parameters: coefficients.reverse(), errors: errors.reverse() };
}

function search(curve: CurveModel, { x, y }: FitPoints, start: Float64Array): Fitted {
  if (!x.every((at) => Number.isFinite(curve.value(at, start)))) throw noValue(curve, start);
  const { parameters, standardErrors, status } = curveFit((at, ...values) => curve.value(at, values), x, y, {
    p0: start,
    jac: (at, ...values) => Array.from(curve.gradient(at, values)),
    ftol: TOLERANCE,
    xtol: TOLERANCE,
    maxfev: 1000 * (start.length + 1),
  });
  if (status === GIVEN_UP) throw notConverged(curve, parameters);
  return { parameters, errors: standardErrors };
}

/** `a = 1, b = 0.5` */
function assignmentsText(curve: CurveModel, parameters: Float64Array): string {
  return curve.names
    .map((name, i) => `${name} = ${Number((parameters[i] ?? NaN).toPrecision(4))}`)
    .join(', ');
}

function noValue(curve: CurveModel, start: Float64Array): DataError {
  return new DataError({
    code: 'fit-start',
    operation: 'fit',
    actual: `${curve.text} is not a number for all x with ${assignmentsText(curve, start)}`,
    expected: 'where the search begins, it must be',
    remedy: `pass other values with --start, such as --start ${curve.names.map((name) => `${name}=0.5`).join()}`,
  });
}

function notConverged(curve: CurveModel, parameters: Float64Array): DataError {
  return new DataError({
    code: 'fit-not-settled',
    operation: 'fit',
    actual: `the search for ${curve.text} has not converged after many steps, at ${assignmentsText(curve, parameters)}`,
    expected: 'the sum of squares must stop falling',
    remedy: 'pass values near the solution with --start, or choose another curve',
  });
}

function undetermined({ text, names }: CurveModel): DataError {
  return new DataError({
    code: 'fit-undetermined',
    operation: 'fit',
    actual: `the points do not determine all parameters of ${text}`,
    expected: `which are ${names.join(', ')}`,
    remedy: 'choose a curve with fewer parameters, or pass other values with --start',
  });
}
