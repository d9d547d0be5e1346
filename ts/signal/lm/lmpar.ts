import { norm } from '../leastSquares.js';
import { entryOfR, type QrFactors } from './qrfac.js';

/** A step of the parameters, and the Levenberg–Marquardt parameter λ that it was computed with. */
export interface DampedStep {
  readonly step: Float64Array;
  readonly lambda: number;
}

/**
 * MINPACK's `lmpar`: the Levenberg–Marquardt parameter λ for which the solution p of (JᵀJ + λD²)·p = Jᵀf has
 * ‖D·p‖ within a tenth of the radius of the trust region, or λ = 0 where the undamped step is short enough.
 *
 *     φ(λ) = ‖D·p(λ)‖ − radius, which decreases and is convex
 *     p = p(0), the Gauss–Newton step;  if φ ≤ radius/10 return it with λ = 0
 *     bounds of λ: low = φ(0)/radius/‖w‖² (w as below) if J has full rank, else 0;  high = ‖D⁻¹Jᵀf‖/radius
 *     λ = start, moved between the bounds
 *     repeat at most ten times:
 *       p = p(λ);  return it if |φ| ≤ radius/10
 *       narrow the bounds by the sign of φ
 *       λ ← max(low, λ + φ/radius/‖w‖²) where Rᵀw = D²p/‖D·p‖     (Newton's step for 1/‖D·p‖ = 1/radius)
 *
 * Newton's method is applied to 1/‖D·p(λ)‖, which is nearly linear in λ, so that two or three iterations are enough.
 *
 * @param qtf the first n entries of Qᵀf
 * @param diag D, the scales of the parameters
 * @param radius radius of the trust region
 * @param start λ of the step before
 * @see J. J. Moré, The Levenberg–Marquardt algorithm: implementation and theory (1978)
 */
export function lmpar(
  factors: QrFactors,
  qtf: Float64Array,
  diag: Float64Array,
  radius: number,
  start: number,
): DampedStep {
  const n = diag.length;
  const { pivots, diagonal } = factors;
  const rank = firstZero(diagonal);
  const gaussNewton = unpivoted(
    solveUpper((i, j) => entryOfR(factors, i, j), qtf, rank),
    pivots,
  );
  let step = gaussNewton;
  let scaledStep = step.map((value, i) => value * (diag[i] ?? 1));
  let scaledNorm = norm(scaledStep);
  let phi = scaledNorm - radius;
  if (phi <= 0.1 * radius) return { step, lambda: 0 };

  let low = 0;
  if (rank === n) {
    const w = solveTransposed(
      (i, j) => entryOfR(factors, i, j),
      newtonDirection(scaledStep, diag, pivots, scaledNorm),
    );
    const size = norm(w);
    low = phi / radius / size / size;
  }
  const gradient = Float64Array.from(pivots, (variable, j) => {
    let sum = 0;
    for (let i = 0; i <= j; i++) sum += entryOfR(factors, i, j) * (qtf[i] ?? 0);
    return sum / (diag[variable] ?? 1);
  });
  const gradientNorm = norm(gradient);
  let high = gradientNorm / radius || Number.MIN_VALUE / Math.min(radius, 0.1);
  let lambda = Math.min(Math.max(start, low), high) || gradientNorm / scaledNorm;
  for (let iteration = 1; ; iteration++) {
    if (lambda === 0) lambda = Math.max(Number.MIN_VALUE, 0.001 * high);
    const root = Math.sqrt(lambda);
    const damped = qrsolv(
      factors,
      qtf,
      diag.map((scale) => root * scale),
    );
    step = unpivoted(damped.solution, pivots);
    scaledStep = step.map((value, i) => value * (diag[i] ?? 1));
    scaledNorm = norm(scaledStep);
    const previousPhi = phi;
    phi = scaledNorm - radius;
    // MINPACK's exceptional case: without a lower bound of λ, φ is negative and has stopped rising.
    const isStuck = low === 0 && phi <= previousPhi && previousPhi < 0;
    if (Math.abs(phi) <= 0.1 * radius || isStuck || iteration === 10) return { step, lambda };
    const w = solveTransposed(damped.entry, newtonDirection(scaledStep, diag, pivots, scaledNorm));
    const size = norm(w);
    const correction = phi / radius / size / size;
    if (phi > 0) low = Math.max(low, lambda);
    if (phi < 0) high = Math.min(high, lambda);
    lambda = Math.max(low, lambda + correction);
  }
}

/** D²p/‖D·p‖ in the order of the pivots: the right-hand side for Newton's correction of λ. */
function newtonDirection(
  scaledStep: Float64Array,
  diag: Float64Array,
  pivots: readonly number[],
  scaledNorm: number,
): Float64Array {
  return Float64Array.from(pivots, (i) => ((diag[i] ?? 1) * (scaledStep[i] ?? 0)) / scaledNorm);
}

type Entry = (i: number, j: number) => number;

/** Solves R·x = b for the first `rank` unknowns by back substitution; the others are 0. */
function solveUpper(entry: Entry, b: Float64Array, rank: number): Float64Array {
  const x = new Float64Array(b.length);
  for (let i = rank - 1; i >= 0; i--) {
    let rest = b[i] ?? 0;
    for (let j = i + 1; j < rank; j++) rest -= entry(i, j) * (x[j] ?? 0);
    x[i] = rest / entry(i, i);
  }
  return x;
}

/** Solves Rᵀ·x = b by forward substitution. */
function solveTransposed(entry: Entry, b: Float64Array): Float64Array {
  const x = b.slice();
  for (let j = 0; j < x.length; j++) {
    let rest = x[j] ?? 0;
    for (let i = 0; i < j; i++) rest -= entry(i, j) * (x[i] ?? 0);
    x[j] = rest / entry(j, j);
  }
  return x;
}

/**
 * MINPACK's `qrsolv`: solves the least-squares problem of R over a diagonal matrix below it, min ‖(R; D)·x − (Qᵀf; 0)‖.
 *
 *     for each row k of D, which has one entry, at column k:
 *       for j = k … n − 1: a Givens rotation of row j of R and the row of D makes entry j of the latter 0
 *     x by back substitution with the triangle S that remains
 *
 * So a new λ costs n³ operations instead of another QR decomposition of m rows.
 *
 * @param diag entries of D, by variable
 * @returns the solution in the order of the pivots, and the entries of S
 */
function qrsolv(factors: QrFactors, qtf: Float64Array, diag: Float64Array) {
  const n = qtf.length;
  const s = Array.from({ length: n }, (_, i) =>
    Float64Array.from({ length: n }, (_, j) => (j >= i ? entryOfR(factors, i, j) : 0)),
  );
  const b = qtf.slice();
  factors.pivots.forEach((variable, k) => {
    const row = new Float64Array(n);
    row[k] = diag[variable] ?? 0;
    let rest = 0;
    for (let j = k; j < n; j++) {
      const value = row[j] ?? 0;
      const main = s[j];
      if (value === 0 || !main) continue;
      const size = Math.hypot(main[j] ?? 0, value);
      const [cos, sin] = [(main[j] ?? 0) / size, value / size];
      for (let i = j; i < n; i++) {
        const [above, below] = [main[i] ?? 0, row[i] ?? 0];
        main[i] = cos * above + sin * below;
        row[i] = cos * below - sin * above;
      }
      const [above, below] = [b[j] ?? 0, rest];
      b[j] = cos * above + sin * below;
      rest = cos * below - sin * above;
    }
  });
  const entry: Entry = (i, j) => s[i]?.[j] ?? 0;
  const rank = firstZero(Float64Array.from(s, (row, i) => row[i] ?? 0));
  return { entry, solution: solveUpper(entry, b, rank) };
}

function firstZero(diagonal: Float64Array): number {
  const index = diagonal.indexOf(0);
  return index < 0 ? diagonal.length : index;
}

/** Values in the order of the variables, from those in the order of the pivots. */
function unpivoted(values: Float64Array, pivots: readonly number[]): Float64Array {
  const result = new Float64Array(values.length);
  pivots.forEach((variable, i) => (result[variable] = values[i] ?? 0));
  return result;
}
