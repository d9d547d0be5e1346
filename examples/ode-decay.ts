/**
 * y′ = −2y, y(0) = 4: the solution beside the exact one, 4e^(−2t).
 *
 *     npx tsx examples/ode-decay.ts
 */
import { odeToArray, solveIvp } from 'ferrograd';
import * as plot from 'ferrograd/plot';

import { savePicture } from './save-picture.js';

const solution = solveIvp((_, [y]) => [-2 * y!], [0, 4], [4], { tEval: [0, 1, 2, 3, 4], rtol: 1e-6 });
const exactly = (t: number) => 4 * Math.exp(-2 * t);

console.log('  t         y     exact');
for (const [t, y] of odeToArray(solution)) {
  console.log([t!.toFixed(1), y!.toFixed(6), exactly(t!).toFixed(6)].join('  '));
}
console.log(`${solution.message} ${solution.nfev} evaluations`);

const whole = solveIvp((_, [y]) => [-2 * y!], [0, 4], [4], { rtol: 1e-6, denseOutput: true });
await savePicture('decay', plot.solution(whole, { exact: exactly, title: 'y′ = −2y, y(0) = 4' }));
