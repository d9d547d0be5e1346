import { norm } from '../leastSquares.js';
import { lmpar } from './lmpar.js';
import { entryOfR, qrfac, timesTransposedQ } from './qrfac.js';

/** The residuals f(x) of a least-squares problem, and their derivatives. */
export interface ResidualFunctions {
  /** The residuals at parameters; each call returns a new array. */
  readonly residuals: (parameters: Float64Array) => Float64Array;
  /** The Jacobian by columns, one array for each parameter; `residuals` are those at the parameters. */
  readonly jacobian: (parameters: Float64Array, residuals: Float64Array) => Float64Array[];
}

/** When the search ends; the names are MINPACK's. */
export interface StoppingCriteria {
  readonly ftol: number;
  readonly xtol: number;
  readonly gtol: number;
  readonly maxfev: number;
}

export interface LmderResult {
  readonly parameters: Float64Array;
  readonly residuals: Float64Array;
  /** MINPACK's `info`: 1 to 4 are success. */
  readonly status: number;
}

const epsilon = Number.EPSILON;

/**
 * MINPACK's `lmder`, step for step: the parameters with the least sum of squared residuals, by the algorithm of
 * Levenberg and Marquardt with a trust region ‖D·p‖ ≤ radius in scaled parameters.
 *
 *     outer loop: Jacobian J at x, its QR decomposition, D = the largest column norms so far
 *       end (4) if the residuals are orthogonal to the columns of J
 *       inner loop: a step p and λ by `lmpar`
 *         ratio = actual reduction of ‖f‖² / reduction predicted by the linear model
 *         ratio ≤ ¼: shrink the radius;  ratio ≥ ¾: radius = twice the length of the step
 *         ratio ≥ 10⁻⁴: x ← x + p, and leave the inner loop
 *         end where reductions (1), the radius (2) or both (3) are below their tolerances, or nothing helps (5 to 8)
 *
 * The names of MINPACK for `residualNorm`, `lambda`, `actual`, `predicted`, `directional` and `scaledNorm` are `fnorm`,
 * `par`, `actred`, `prered`, `dirder` and `xnorm`.
 *
 * @param evaluations number of evaluations of the residuals so far
 * @see J. J. Moré, The Levenberg–Marquardt algorithm: implementation and theory (1978)
 */
export function lmder(
  functions: ResidualFunctions,
  start: Float64Array,
  criteria: StoppingCriteria,
  evaluations: () => number,
): LmderResult {
  const { ftol, xtol, gtol, maxfev } = criteria;
  let x = start.slice();
  let f = functions.residuals(x);
  let residualNorm = norm(f);
  let diag: Float64Array | undefined;
  let radius = 0;
  let lambda = 0;
  let scaledNorm = 0;
  const end = (status: number): LmderResult => ({ parameters: x, residuals: f, status });

  for (;;) {
    const factors = qrfac(functions.jacobian(x, f));
    const { norms, pivots } = factors;
    const isFirst = diag === undefined;
    diag = norms.map((value, i) => (isFirst ? value || 1 : Math.max(diag?.[i] ?? 0, value)));
    const normOfScaled = (values: Float64Array) => norm(values.map((value, i) => value * (diag?.[i] ?? 1)));
    if (isFirst) {
      scaledNorm = normOfScaled(x);
      radius = 100 * scaledNorm || 100;
    }
    const qtf = timesTransposedQ(factors, f.slice());
    // The largest cosine between the residuals and a column of J, by Jᵀf = P·Rᵀ·Qᵀf.
    let gradient = 0;
    pivots.forEach((variable, j) => {
      const columnNorm = norms[variable] ?? 0;
      if (residualNorm === 0 || columnNorm === 0) return;
      let sum = 0;
      for (let i = 0; i <= j; i++) sum += (entryOfR(factors, i, j) * (qtf[i] ?? 0)) / residualNorm;
      gradient = Math.max(gradient, Math.abs(sum / columnNorm));
    });
    if (gradient <= gtol) return end(4);

    for (let ratio = 0; ratio < 1e-4;) {
      const damped = lmpar(factors, qtf, diag, radius, lambda);
      lambda = damped.lambda;
      const step = damped.step.map((value) => -value);
      const next = x.map((value, i) => value + (step[i] ?? 0));
      const stepNorm = normOfScaled(step);
      if (isFirst) radius = Math.min(radius, stepNorm);
      const trial = functions.residuals(next);
      const trialNorm = norm(trial);

      const actual = 0.1 * trialNorm < residualNorm ? 1 - (trialNorm / residualNorm) ** 2 : -1;
      const product = Float64Array.from(pivots, (_, i) => {
        let sum = 0;
        for (let j = i; j < pivots.length; j++) {
          sum += entryOfR(factors, i, j) * (step[pivots[j] ?? 0] ?? 0);
        }
        return sum;
      });
      const linear = norm(product) / residualNorm;
      const damping = (Math.sqrt(lambda) * stepNorm) / residualNorm;
      const predicted = linear ** 2 + 2 * damping ** 2;
      const directional = -(linear ** 2 + damping ** 2);
      ratio = predicted === 0 ? 0 : actual / predicted;
      if (!(ratio > 0.25)) {
        let factor = actual >= 0 ? 0.5 : (0.5 * directional) / (directional + 0.5 * actual);
        if (!(0.1 * trialNorm < residualNorm && factor >= 0.1)) factor = 0.1;
        radius = factor * Math.min(radius, stepNorm / 0.1);
        lambda /= factor;
      } else if (lambda === 0 || ratio >= 0.75) {
        radius = stepNorm / 0.5;
        lambda *= 0.5;
      }
      if (ratio >= 1e-4) {
        x = next;
        f = trial;
        residualNorm = trialNorm;
        scaledNorm = normOfScaled(x);
      }
      const isFlat = Math.abs(actual) <= ftol && predicted <= ftol && 0.5 * ratio <= 1;
      const isShort = radius <= xtol * scaledNorm;
      if (isFlat || isShort) return end(isFlat && isShort ? 3 : isFlat ? 1 : 2);
      if (evaluations() >= maxfev) return end(5);
      if (Math.abs(actual) <= epsilon && predicted <= epsilon && 0.5 * ratio <= 1) return end(6);
      if (radius <= epsilon * scaledNorm) return end(7);
      if (gradient <= epsilon) return end(8);
    }
  }
}
