import { norm } from '../leastSquares.js';
import { dampedStep } from './lmpar.js';
import { factorise, timesQ, upper } from './qrfac.js';

export interface Problem {
  /** The residuals at parameters; a new array each time. */
  readonly residuals: (parameters: Float64Array) => Float64Array;
  /** Their derivatives, by columns: one array a parameter. */
  readonly jacobian: (parameters: Float64Array, residuals: Float64Array) => Float64Array[];
}

export interface Tolerances {
  readonly ftol: number;
  readonly xtol: number;
  readonly gtol: number;
  readonly maxfev: number;
}

export interface Minimum {
  readonly parameters: Float64Array;
  readonly residuals: Float64Array;
  /** MINPACK's number of how it ended: 1 to 4 are success. */
  readonly status: number;
  readonly evaluations: number;
}

const epsilon = Number.EPSILON;

/**
 * The parameters with the least sum of squared residuals, by Levenberg and Marquardt with a trust region in scaled
 * parameters: MINPACK's `lmder`, step for step.
 *
 * @see J. J. Moré, The Levenberg–Marquardt algorithm: implementation and theory (1978)
 */
export function minimise(
  problem: Problem,
  start: Float64Array,
  tolerances: Tolerances,
  evaluations: () => number,
): Minimum {
  const { ftol, xtol, gtol, maxfev } = tolerances;
  let x = start.slice();
  let f = problem.residuals(x);
  let size = norm(f);
  let scales: Float64Array | undefined;
  let radius = 0;
  let damping = 0;
  let length = 0;
  const end = (status: number): Minimum => ({
    parameters: x,
    residuals: f,
    status,
    evaluations: evaluations(),
  });

  for (;;) {
    const factors = factorise(problem.jacobian(x, f));
    const { norms, order } = factors;
    const isFirst = scales === undefined;
    scales = norms.map((value, i) => (isFirst ? value || 1 : Math.max(scales?.[i] ?? 0, value)));
    const scaled = (values: Float64Array) => norm(values.map((value, i) => value * (scales?.[i] ?? 1)));
    if (isFirst) {
      length = scaled(x);
      radius = 100 * length || 100;
    }
    const qtf = timesQ(factors, f.slice());
    let gradient = 0;
    order.forEach((variable, j) => {
      const columnNorm = norms[variable] ?? 0;
      if (size === 0 || columnNorm === 0) return;
      let sum = 0;
      for (let i = 0; i <= j; i++) sum += (upper(factors, i, j) * (qtf[i] ?? 0)) / size;
      gradient = Math.max(gradient, Math.abs(sum / columnNorm));
    });
    if (gradient <= gtol) return end(4);

    for (let ratio = 0; ratio < 1e-4;) {
      const damped = dampedStep(factors, qtf, scales, radius, damping);
      damping = damped.parameter;
      const step = damped.step.map((value) => -value);
      const next = x.map((value, i) => value + (step[i] ?? 0));
      const stepLength = scaled(step);
      if (isFirst) radius = Math.min(radius, stepLength);
      const trial = problem.residuals(next);
      const trialSize = norm(trial);

      const actual = 0.1 * trialSize < size ? 1 - (trialSize / size) ** 2 : -1;
      const product = Float64Array.from(order, (_, i) => {
        let sum = 0;
        for (let j = i; j < order.length; j++) sum += upper(factors, i, j) * (step[order[j] ?? 0] ?? 0);
        return sum;
      });
      const linear = norm(product) / size;
      const damp = (Math.sqrt(damping) * stepLength) / size;
      const predicted = linear ** 2 + 2 * damp ** 2;
      const slope = -(linear ** 2 + damp ** 2);
      ratio = predicted === 0 ? 0 : actual / predicted;
      if (!(ratio > 0.25)) {
        let factor = actual >= 0 ? 0.5 : (0.5 * slope) / (slope + 0.5 * actual);
        if (!(0.1 * trialSize < size && factor >= 0.1)) factor = 0.1;
        radius = factor * Math.min(radius, stepLength / 0.1);
        damping /= factor;
      } else if (damping === 0 || ratio >= 0.75) {
        radius = stepLength / 0.5;
        damping *= 0.5;
      }
      if (ratio >= 1e-4) {
        x = next;
        f = trial;
        size = trialSize;
        length = scaled(x);
      }
      const isFlat = Math.abs(actual) <= ftol && predicted <= ftol && 0.5 * ratio <= 1;
      const isShort = radius <= xtol * length;
      if (isFlat || isShort) return end(isFlat && isShort ? 3 : isFlat ? 1 : 2);
      if (evaluations() >= maxfev) return end(5);
      if (Math.abs(actual) <= epsilon && predicted <= epsilon && 0.5 * ratio <= 1) return end(6);
      if (radius <= epsilon * length) return end(7);
      if (gradient <= epsilon) return end(8);
    }
  }
}
