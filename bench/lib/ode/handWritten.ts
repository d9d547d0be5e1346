import { type OdeProblem, TOLERANCES } from './problems.js';

const C = [0, 1 / 5, 3 / 10, 4 / 5, 8 / 9, 1, 1];
const A = [
  [],
  [1 / 5],
  [3 / 40, 9 / 40],
  [44 / 45, -56 / 15, 32 / 9],
  [19372 / 6561, -25360 / 2187, 64448 / 6561, -212 / 729],
  [9017 / 3168, -355 / 33, 46732 / 5247, 49 / 176, -5103 / 18656],
  [35 / 384, 0, 500 / 1113, 125 / 192, -2187 / 6784, 11 / 84],
].map((row) => Float64Array.from(row));
const E = Float64Array.of(-71 / 57600, 0, 71 / 16695, -71 / 1920, 17253 / 339200, -22 / 525, 1 / 40);

/** RK45 with SciPy's step control as a careful programmer writes it for one solve: nothing is allocated in a step. */
export function solveRk45({ y0, rhs }: OdeProblem, end: number): Float64Array {
  const { rtol, atol } = TOLERANCES;
  const n = y0.length;
  let y = Float64Array.from(y0);
  let next = new Float64Array(n);
  const k = Array.from({ length: 7 }, () => new Float64Array(n));
  rhs(0, y, k[0]!);
  let t = 0;
  // Short enough for these problems; step control enlarges it at once.
  let h = 1e-4;
  while (t < end) {
    let rejected = false;
    for (;;) {
      if (t + h > end) h = end - t;
      for (let stage = 1; stage < 7; stage++) {
        const weights = A[stage]!;
        for (let i = 0; i < n; i++) {
          let sum = 0;
          for (let j = 0; j < stage; j++) sum += weights[j]! * k[j]![i]!;
          next[i] = y[i]! + h * sum;
        }
        rhs(t + C[stage]! * h, next, k[stage]!);
      }
      let total = 0;
      for (let i = 0; i < n; i++) {
        let sum = 0;
        for (let j = 0; j < 7; j++) sum += E[j]! * k[j]![i]!;
        const error = (h * sum) / (atol + rtol * Math.max(Math.abs(y[i]!), Math.abs(next[i]!)));
        total += error * error;
      }
      const error = Math.sqrt(total / n);
      if (error < 1) {
        t += h;
        const factor = error === 0 ? 10 : Math.min(10, 0.9 * error ** -0.2);
        h *= rejected ? Math.min(1, factor) : factor;
        [y, next] = [next, y];
        const first = k[0]!;
        k[0] = k[6]!;
        k[6] = first;
        break;
      }
      h *= Math.max(0.2, 0.9 * error ** -0.2);
      rejected = true;
    }
  }
  return y;
}
