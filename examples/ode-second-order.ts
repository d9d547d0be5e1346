/**
 * y″ + 7y′ − 3y = 0, y(0) = 1, y′(0) = 0, as a system of first order. The exact solution is a sum of e^(rt) over the
 * roots r of r² + 7r − 3 = 0.
 *
 *     npx tsx examples/ode-second-order.ts
 */
import { firstOrder, odeToArray, solveIvp } from 'ferrograd';
import * as plot from 'ferrograd/plot';

import { savePicture } from './save-picture.js';

const equation = firstOrder((_, y, dy) => 3 * y - 7 * dy);
const tEval = [0, 0.5, 1, 1.5, 2];
const solution = solveIvp(equation, [0, 2], [1, 0], { tEval, rtol: 1e-9, atol: 1e-12 });

const root = Math.sqrt(61);
const [r1, r2] = [(-7 + root) / 2, (-7 - root) / 2];
const exact = (t: number) => (r1 * Math.exp(r2 * t) - r2 * Math.exp(r1 * t)) / root;

console.log('  t         y        y′     exact');
for (const [t, y, dy] of odeToArray(solution)) {
  console.log([t!.toFixed(1), y!.toFixed(6), dy!.toFixed(6), exact(t!).toFixed(6)].join('  '));
}

const whole = solveIvp(equation, [0, 2], [1, 0], { rtol: 1e-9, atol: 1e-12, denseOutput: true });
const title = 'y″ + 7y′ − 3y = 0';
await savePicture('second-order', plot.solution(whole, { labels: ['y', 'y′'], title, steps: false }));
