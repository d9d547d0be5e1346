import { DataError } from '../../../errors.js';
import { curveFit, polynomialFit } from '../../../signal/index.js';
import type { Curve, FittedCurve } from './curve.js';

/** Points in the plane. */
export interface Points {
  readonly x: Float64Array;
  readonly y: Float64Array;
}

type Fitted = Pick<FittedCurve, 'parameters' | 'errors'>;

/** Far below the errors of any measurement. */
const TOLERANCE = 1e-12;
/** Of `curveFit`: the search was given up. */
const GIVEN_UP = 5;

/**
 * Fits a curve to points, so that the sum of the squared residuals is smallest.
 *
 * @param start where the search begins, one value a parameter; a polynomial needs none
 * @throws DataError where the curve has no value at the start, does not settle, or points do not determine parameters
 */
export function fit(curve: Curve, points: Points, start: Float64Array): FittedCurve {
  const { degree } = curve;
  const fitted = degree === undefined ? search(curve, points, start) : polynomialOf(degree, points);
  const areOpen = fitted.errors.some((error) => error === Infinity);
  if (areOpen && points.x.length > curve.names.length) throw undetermined(curve);
  return { curve, ...fitted };
}

/** y − f(x) */
export function residualsOf(curve: Curve, { x, y }: Points, parameters: Float64Array): Float64Array {
  return x.map((at, i) => (y[i] ?? NaN) - curve.value(at, parameters));
}

/** Coefficients from the lowest power up. */
function polynomialOf(degree: number, { x, y }: Points): Fitted {
  const { coefficients, covariance } = polynomialFit(x, y, degree);
  const size = degree + 1;
  const errors = coefficients.map((_, i) => Math.sqrt(covariance?.data[i * size + i] ?? Infinity));
  return { parameters: coefficients.reverse(), errors: errors.reverse() };
}

function search(curve: Curve, { x, y }: Points, start: Float64Array): Fitted {
  if (!x.every((at) => Number.isFinite(curve.value(at, start)))) throw noValue(curve, start);
  const { parameters, standardErrors, status } = curveFit((at, ...values) => curve.value(at, values), x, y, {
    p0: start,
    jac: (at, ...values) => Array.from(curve.gradient(at, values)),
    ftol: TOLERANCE,
    xtol: TOLERANCE,
    maxfev: 1000 * (start.length + 1),
  });
  if (status === GIVEN_UP) throw notSettled(curve, parameters);
  return { parameters, errors: standardErrors };
}

function told(curve: Curve, parameters: Float64Array): string {
  return curve.names
    .map((name, i) => `${name} = ${Number((parameters[i] ?? NaN).toPrecision(4))}`)
    .join(', ');
}

function noValue(curve: Curve, start: Float64Array): DataError {
  return new DataError({
    code: 'fit-start',
    operation: 'fit',
    actual: `${curve.text} is not a number for all x with ${told(curve, start)}`,
    expected: 'it must be one where the search begins',
    remedy: `pass other values with --start, such as --start ${curve.names.map((name) => `${name}=0.5`).join()}`,
  });
}

function notSettled(curve: Curve, parameters: Float64Array): DataError {
  return new DataError({
    code: 'fit-not-settled',
    operation: 'fit',
    actual: `${curve.text} still changes after many steps, with ${told(curve, parameters)}`,
    expected: 'the sum of squares must settle',
    remedy: 'pass values that are near with --start, or choose another curve',
  });
}

function undetermined({ text, names }: Curve): DataError {
  return new DataError({
    code: 'fit-undetermined',
    operation: 'fit',
    actual: `the points leave parameters of ${text} open`,
    expected: `they must determine ${names.join(', ')}`,
    remedy: 'choose a curve with fewer parameters, or pass other values with --start',
  });
}
