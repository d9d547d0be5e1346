import { DataError } from '../../errors.js';
import type { Curve, FittedCurve } from './curve.js';
import { leastSquares, norm } from './linear.js';

/** Points in the plane. */
export interface Points {
  readonly x: Float64Array;
  readonly y: Float64Array;
}

const ITERATIONS = 500;
/** The sum of squares, or the step, changes by less: there is nothing to gain any more. */
const SETTLED = 1e-14;
const LARGEST_DAMPING = 1e12;

/**
 * Fits a curve to points, so that the sum of the squared residuals is smallest: Levenberg's and Marquardt's method with
 * Moré's scaling. One step does it where the curve is linear in its parameters.
 *
 * J. J. Moré, The Levenberg–Marquardt algorithm: implementation and theory, Lecture Notes in Mathematics 630, 1978.
 *
 * @throws DataError where the curve has no value at the start, does not settle, or points do not determine parameters
 */
export function fit(curve: Curve, points: Points, start: ArrayLike<number>): FittedCurve {
  let parameters = Float64Array.from(start);
  let residuals = residualsOf(curve, points, parameters);
  let sum = norm(residuals) ** 2;
  if (!Number.isFinite(sum)) throw noValue(curve, parameters);
  let damping = 1e-3;
  let scales = new Float64Array(parameters.length);
  for (let iteration = 0; ; iteration++) {
    const columns = columnsOf(curve, points, parameters);
    scales = scales.map((scale, j) => Math.max(scale, norm(columns[j] ?? scales)));
    for (;;) {
      const step = dampedStep(columns, residuals, scales, damping);
      const next = parameters.map((value, j) => value + (step[j] ?? 0));
      const nextResiduals = residualsOf(curve, points, next);
      const nextSum = norm(nextResiduals) ** 2;
      const isSmall = norm(step) <= SETTLED * norm(next);
      if (nextSum < sum) {
        const isSettled = sum - nextSum <= SETTLED * sum || isSmall;
        [parameters, residuals, sum] = [next, nextResiduals, nextSum];
        damping = Math.max(damping / 10, 1e-15);
        if (isSettled) return finished(curve, points, parameters, sum);
        break;
      }
      if (isSmall || nextSum === sum || damping > LARGEST_DAMPING)
        return finished(curve, points, parameters, sum);
      damping *= 10;
    }
    if (iteration === ITERATIONS) throw notSettled(curve, parameters);
  }
}

/** y − f(x) */
export function residualsOf(curve: Curve, { x, y }: Points, parameters: Float64Array): Float64Array {
  return x.map((at, i) => (y[i] ?? NaN) - curve.value(at, parameters));
}

function columnsOf(curve: Curve, { x }: Points, parameters: Float64Array): Float64Array[] {
  const rows = Array.from(x, (at) => curve.gradient(at, parameters));
  return curve.names.map((_, j) => Float64Array.from(rows, (row) => row[j] ?? NaN));
}

/** The step of the linear problem with a row for each parameter that holds it back. */
function dampedStep(
  columns: readonly Float64Array[],
  residuals: Float64Array,
  scales: Float64Array,
  damping: number,
): Float64Array {
  const size = columns.length;
  const longer = (values: Float64Array, own = -1) => {
    const column = new Float64Array(values.length + size);
    column.set(values);
    if (own >= 0)
      column[values.length + own] = Math.sqrt(damping) * Math.max(scales[own] ?? 0, Number.MIN_VALUE);
    return column;
  };
  const solution = leastSquares(
    columns.map((column, j) => longer(column, j)),
    longer(residuals),
  );
  return solution?.values ?? new Float64Array(size);
}

function finished(curve: Curve, points: Points, parameters: Float64Array, sum: number): FittedCurve {
  const solution = leastSquares(columnsOf(curve, points, parameters), points.y);
  if (!solution) throw undetermined(curve);
  const free = points.x.length - parameters.length;
  const errors = solution.variances.map((variance) => (free > 0 ? Math.sqrt((variance * sum) / free) : NaN));
  return { curve, parameters, errors };
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
    actual: `${curve.text} still changes after ${ITERATIONS} steps, with ${told(curve, parameters)}`,
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
