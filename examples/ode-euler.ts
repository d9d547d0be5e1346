/**
 * Euler's method beside RK45 on y′ = −2y, y(0) = 4: the error at t = 2 against the exact solution, for shrinking
 * steps. Half the step halves Euler's error: its order is 1.
 *
 *     npx tsx examples/ode-euler.ts
 */
import { euler, rungeKutta4, solveIvp } from 'ferrograd';
import * as plot from 'ferrograd/plot';

import { savePicture } from './save-picture.js';

const decay = (_: number, y: Float64Array, dy: Float64Array) => {
  dy[0] = -2 * y[0]!;
};
const exact = 4 * Math.exp(-4);
const errorOf = (values: Float64Array) => Math.abs(values.at(-1)! - exact);

console.log('steps   Euler  order  Runge–Kutta 4  order');
let previous: number[] = [];
const measured = { Euler: [] as number[], 'Runge–Kutta 4': [] as number[] };
const counts = [10, 20, 40, 80, 160, 320];
for (const steps of counts) {
  const errors = [euler, rungeKutta4].map((method) => errorOf(method(decay, [0, 2], [4], { steps }).y[0]!));
  const orders = errors.map((error, i) =>
    previous[i] === undefined ? '-' : Math.log2(previous[i] / error).toFixed(2),
  );
  console.log(
    [steps, errors[0]!.toExponential(2), orders[0], errors[1]!.toExponential(2), orders[1]].join('  '),
  );
  previous = errors;
  measured.Euler.push(errors[0]!);
  measured['Runge–Kutta 4'].push(errors[1]!);
}

console.log('\nRK45: rtol  steps  evaluations  error');
for (const rtol of [1e-3, 1e-6, 1e-9]) {
  const { t, y, nfev } = solveIvp(decay, [0, 2], [4], { rtol, atol: rtol / 1000 });
  console.log([rtol.toExponential(0), t.length - 1, nfev, errorOf(y[0]!).toExponential(2)].join('  '));
}

const steps = counts.map((count) => 2 / count);
const methods = Object.entries(measured).map(([name, errors]) => [name, { steps, errors }]);
await savePicture('orders', plot.convergence(Object.fromEntries(methods) as Record<string, plot.Errors>));
const beside = {
  'Euler, 8 steps': euler(decay, [0, 4], [4], { steps: 8 }),
  'Euler, 32 steps': euler(decay, [0, 4], [4], { steps: 32 }),
  RK45: solveIvp(decay, [0, 4], [4], { denseOutput: true }),
};
const exactly = (t: number) => 4 * Math.exp(-2 * t);
await savePicture('euler', plot.solution(beside, { exact: exactly, title: 'Euler beside RK45: y′ = −2y' }));
