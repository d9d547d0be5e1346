import type { RawSolution, Segment } from '../backend/ode/solution.js';
import { vector } from './inputs.js';
import { rowsOf } from './rows.js';
import type { OdeInterpolant } from './types.js';

/** The solution as a function of time, of the interpolants that the kernels have left. */
export function interpolant({ knots, segments, n }: RawSolution): OdeInterpolant {
  const first = knots[0] ?? NaN;
  const last = knots[knots.length - 1] ?? NaN;
  const at = (t: number) => evaluate(segments[segmentAt(knots, segments, t)], t, n);
  const call = (t: unknown) => {
    if (typeof t === 'number') return at(t);
    const times = vector(t, 't', 'sol');
    const data = new Float64Array(n * times.length);
    times.forEach((time, k) => at(time).forEach((value, i) => (data[i * times.length + k] = value)));
    return rowsOf(data, n, times.length);
  };
  return Object.assign(call, { tMin: Math.min(first, last), tMax: Math.max(first, last) }) as OdeInterpolant;
}

/** The segment of a time. At the end of one step it is that step's, but BDF's the next one's, as SciPy does it. */
function segmentAt(knots: Float64Array, segments: readonly Segment[], t: number): number {
  const backward = (knots[knots.length - 1] ?? 0) < (knots[0] ?? 0);
  const takesNext = segments[0]?.form === 'bdf';
  let low = 0;
  let high = knots.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const difference = ((knots[middle] ?? 0) - t) * (backward ? -1 : 1);
    if (difference < 0 || (difference === 0 && takesNext)) low = middle + 1;
    else high = middle;
  }
  return Math.min(Math.max(low - 1, 0), segments.length - 1);
}

function evaluate(segment: Segment | undefined, t: number, n: number): Float64Array {
  const y = new Float64Array(n);
  if (!segment) return y.fill(NaN);
  const { form, tOld, numbers } = segment;
  const h = segment.t - tOld;
  const x = (t - tOld) / h;
  if (form === 'constant') y.set(numbers);
  else if (form === 'rungeKutta') polynomial(numbers, x, h, y);
  else if (form === 'radau') polynomial(numbers, x, 1, y);
  else if (form === 'dop853') dop853(numbers, x, y);
  else bdf(numbers, t, y);
  return y;
}

/** y_old + factor·Q·(x, x², …) */
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

/** Seven terms, multiplied by x and 1 − x in turn. */
function dop853(numbers: Float64Array, x: number, y: Float64Array): void {
  const n = y.length;
  for (let i = 0; i < n; i++) {
    let value = 0;
    for (let j = 7; j >= 1; j--) value = (value + (numbers[j * n + i] ?? 0)) * (j % 2 === 1 ? x : 1 - x);
    y[i] = value + (numbers[i] ?? 0);
  }
}

/** Differences times the products of (t − shift) / denominator. */
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
