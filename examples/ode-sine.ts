/**
 * y′ = −sin t, y(0) = 2 on [0, 4], at nine points with steps of at most 0.1; the exact solution is 1 + cos t.
 *
 *     npx tsx examples/ode-sine.ts
 */
import { odeToArray, solveIvp } from 'ferrograd';
import * as plot from 'ferrograd/plot';

import { savePicture } from './save-picture.js';

const tEval = Array.from({ length: 9 }, (_, i) => i / 2);
const solution = solveIvp((t) => [-Math.sin(t)], [0, 4], [2], { tEval, maxStep: 0.1, denseOutput: true });

console.log('  t           y       error');
for (const [t, y] of odeToArray(solution)) {
  const error = Math.abs(y! - (1 + Math.cos(t!)));
  console.log([t!.toFixed(1), y!.toFixed(8), error.toExponential(1)].join('  '));
}
console.log(`${solution.message} ${solution.nfev} evaluations`);

const options = { exact: (t: number) => 1 + Math.cos(t), title: 'y′ = −sin t, y(0) = 2' };
await savePicture('sine', plot.solution(solution, options));
