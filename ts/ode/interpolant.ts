import type { LocalInterpolant, RawSolution } from '../backend/ode/solution.js';
import { vector } from './inputs.js';
import { rowsOf } from './rows.js';
import type { OdeInterpolant } from './types.js';

/** The solution as a function of time, from the interpolants of its steps. */
export function interpolant({ knots, interpolants, n }: RawSolution): OdeInterpolant {
  const first = knots[0] ?? NaN;
  const last = knots[knots.length - 1] ?? NaN;
  const at = (t: number) => evaluate(interpolants[indexAt(knots, interpolants, t)], t, n);
  const call = (t: unknown) => {
    if (typeof t === 'number') return at(t);
    const times = vector(t, 't', 'sol');
    const data = new Float64Array(n * times.length);
    times.forEach((time, k) => at(time).forEach((value, i) => (data[i * times.length + k] = value)));
    return rowsOf(data, n, times.length);
  };
  return Object.assign(call, { tMin: Math.min(first, last), tMax: Math.max(first, last) }) as OdeInterpolant;
}

/**
 * Index of the interpolant for a time, by bisection; times outside take the first or the last one. At a knot it is that
 * of the step which ends there, for BDF of the step which begins there, as in SciPy's `OdeSolution`.
 */
function indexAt(knots: Float64Array, interpolants: readonly LocalInterpolant[], t: number): number {
  const backward = (knots[knots.length - 1] ?? 0) < (knots[0] ?? 0);
  const takesNext = interpolants[0]?.kind === 'bdf';
  let low = 0;
  let high = knots.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const difference = ((knots[middle] ?? 0) - t) * (backward ? -1 : 1);
    if (difference < 0 || (difference === 0 && takesNext)) low = middle + 1;
    else high = middle;
  }
  return Math.min(Math.max(low - 1, 0), interpolants.length - 1);
}

function evaluate(local: LocalInterpolant | undefined, t: number, n: number): Float64Array {
  const y = new Float64Array(n);
  if (!local) return y.fill(NaN);
  const { kind, tOld, numbers } = local;
  const h = local.t - tOld;
  const x = (t - tOld) / h;
  if (kind === 'constant') y.set(numbers);
  else if (kind === 'rungeKutta') polynomial(numbers, x, h, y);
  else if (kind === 'radau') polynomial(numbers, x, 1, y);
  else if (kind === 'dop853') dop853(numbers, x, y);
  else bdf(numbers, t, y);
  return y;
}

/** y = yOld + factor·Q·(x, x², …). `numbers` holds yOld, then the rows of Q, one for each component. */
function polynomial(numbers: Float64Array, x: number, factor: number, y: Float64Array): void {
  const n = y.length;
  const powers = numbers.length / n - 1;
  for (let i = 0; i < n; i++) {
    let sum = 0;
    let power = x;
    for (let j = 0; j < powers; j++, power *= x) sum += (numbers[n + i * powers + j] ?? 0) * power;
    y[i] = factor * sum + (numbers[i] ?? 0);
  }
}

/**
 * y = f₀ + x(f₁ + (1 − x)(f₂ + x(f₃ + … + x·f₇))): factors x and 1 − x in turn, summed from the inside, as in SciPy's
 * `Dop853DenseOutput`. `numbers` holds f₀ = yOld, then f₁ to f₇, n values each.
 */
function dop853(numbers: Float64Array, x: number, y: Float64Array): void {
  const n = y.length;
  for (let i = 0; i < n; i++) {
    let value = 0;
    for (let j = 7; j >= 1; j--) value = (value + (numbers[j * n + i] ?? 0)) * (j % 2 === 1 ? x : 1 - x);
    y[i] = value + (numbers[i] ?? 0);
  }
}

/**
 * y = D₀ + Σⱼ Dⱼ₊₁·∏ᵢ≤ⱼ (t − shiftᵢ)/denominatorᵢ, Newton's form of the polynomial through the last points, as in
 * SciPy's `BdfDenseOutput`. `numbers` holds the order, the shifts, the denominators, and the differences D, n values
 * each.
 */
function bdf(numbers: Float64Array, t: number, y: Float64Array): void {
  const n = y.length;
  const [order = 0] = numbers;
  const start = 1 + 2 * order;
  for (let i = 0; i < n; i++) {
    let sum = 0;
    let product = 1;
    for (let j = 0; j < order; j++) {
      product *= (t - (numbers[1 + j] ?? 0)) / (numbers[1 + order + j] ?? 1);
      sum += (numbers[start + (j + 1) * n + i] ?? 0) * product;
    }
    y[i] = sum + (numbers[start + i] ?? 0);
  }
}
