import { norm } from '../leastSquares.js';
import { type Factors, upper } from './qrfac.js';

/** A step and the damping that gave it. */
export interface Damped {
  readonly step: Float64Array;
  readonly parameter: number;
}

/**
 * The damping λ for which the solution of (JᵀJ + λD²)·p = −Jᵀf has |D·p| within a tenth of the radius, or 0 where the
 * undamped one is shorter: MINPACK's `lmpar`, after Moré.
 *
 * @param qtf the first n entries of Qᵀf
 * @param scales D
 * @param start λ of the step before
 */
export function dampedStep(
  factors: Factors,
  qtf: Float64Array,
  scales: Float64Array,
  radius: number,
  start: number,
): Damped {
  const n = scales.length;
  const { order, diagonal } = factors;
  const rank = firstZero(diagonal);
  const newton = unpivot(solveUpper(factors, qtf, rank), order);
  let step = newton;
  let scaled = step.map((value, i) => value * (scales[i] ?? 1));
  let length = norm(scaled);
  let excess = length - radius;
  if (excess <= 0.1 * radius) return { step, parameter: 0 };

  let lowest = 0;
  if (rank === n) {
    const w = solveTransposed((i, j) => upper(factors, i, j), pivoted(scaled, scales, order, length));
    const size = norm(w);
    lowest = excess / radius / size / size;
  }
  const gradient = Float64Array.from(order, (variable, j) => {
    let sum = 0;
    for (let i = 0; i <= j; i++) sum += upper(factors, i, j) * (qtf[i] ?? 0);
    return sum / (scales[variable] ?? 1);
  });
  const steepest = norm(gradient);
  let highest = steepest / radius || Number.MIN_VALUE / Math.min(radius, 0.1);
  let parameter = Math.min(Math.max(start, lowest), highest) || steepest / length;
  for (let iteration = 1; ; iteration++) {
    if (parameter === 0) parameter = Math.max(Number.MIN_VALUE, 0.001 * highest);
    const root = Math.sqrt(parameter);
    const triangle = withDiagonal(
      factors,
      qtf,
      scales.map((scale) => root * scale),
    );
    step = unpivot(triangle.solution, order);
    scaled = step.map((value, i) => value * (scales[i] ?? 1));
    length = norm(scaled);
    const before = excess;
    excess = length - radius;
    const hangs = lowest === 0 && excess <= before && before < 0;
    if (Math.abs(excess) <= 0.1 * radius || hangs || iteration === 10) return { step, parameter };
    const w = solveTransposed(triangle.entry, pivoted(scaled, scales, order, length));
    const size = norm(w);
    const correction = excess / radius / size / size;
    if (excess > 0) lowest = Math.max(lowest, parameter);
    if (excess < 0) highest = Math.min(highest, parameter);
    parameter = Math.max(lowest, parameter + correction);
  }
}

function pivoted(
  scaled: Float64Array,
  scales: Float64Array,
  order: readonly number[],
  length: number,
): Float64Array {
  return Float64Array.from(order, (i) => ((scales[i] ?? 1) * (scaled[i] ?? 0)) / length);
}

/** R·x = b for the first `rank` unknowns, the others 0. */
function solveUpper(factors: Factors, b: Float64Array, rank: number): Float64Array {
  const x = new Float64Array(b.length);
  for (let i = rank - 1; i >= 0; i--) {
    let rest = b[i] ?? 0;
    for (let j = i + 1; j < rank; j++) rest -= upper(factors, i, j) * (x[j] ?? 0);
    x[i] = rest / upper(factors, i, i);
  }
  return x;
}

function solveTransposed(entry: (i: number, j: number) => number, b: Float64Array): Float64Array {
  const x = b.slice();
  for (let j = 0; j < x.length; j++) {
    let rest = x[j] ?? 0;
    for (let i = 0; i < j; i++) rest -= entry(i, j) * (x[i] ?? 0);
    x[j] = rest / entry(j, j);
  }
  return x;
}

/** R with a diagonal below it, brought to a triangle by Givens rotations, and its solution: MINPACK's `qrsolv`. */
function withDiagonal(factors: Factors, qtf: Float64Array, below: Float64Array) {
  const n = qtf.length;
  const s = Array.from({ length: n }, (_, i) =>
    Float64Array.from({ length: n }, (_, j) => (j >= i ? upper(factors, i, j) : 0)),
  );
  const b = qtf.slice();
  factors.order.forEach((variable, k) => {
    const row = new Float64Array(n);
    row[k] = below[variable] ?? 0;
    let rest = 0;
    for (let j = k; j < n; j++) {
      const value = row[j] ?? 0;
      const main = s[j];
      if (value === 0 || !main) continue;
      const size = Math.hypot(main[j] ?? 0, value);
      const [cos, sin] = [(main[j] ?? 0) / size, value / size];
      for (let i = j; i < n; i++) {
        const [above, under] = [main[i] ?? 0, row[i] ?? 0];
        main[i] = cos * above + sin * under;
        row[i] = cos * under - sin * above;
      }
      const [above, under] = [b[j] ?? 0, rest];
      b[j] = cos * above + sin * under;
      rest = cos * under - sin * above;
    }
  });
  const entry = (i: number, j: number) => s[i]?.[j] ?? 0;
  const rank = firstZero(Float64Array.from(s, (row, i) => row[i] ?? 0));
  const solution = new Float64Array(n);
  for (let i = rank - 1; i >= 0; i--) {
    let rest = b[i] ?? 0;
    for (let j = i + 1; j < rank; j++) rest -= entry(i, j) * (solution[j] ?? 0);
    solution[i] = rest / entry(i, i);
  }
  return { entry, solution };
}

function firstZero(diagonal: Float64Array): number {
  const index = diagonal.indexOf(0);
  return index < 0 ? diagonal.length : index;
}

function unpivot(values: Float64Array, order: readonly number[]): Float64Array {
  const result = new Float64Array(values.length);
  order.forEach((variable, i) => (result[variable] = values[i] ?? 0));
  return result;
}
