/**
 * y′ = −2y, y(0) = 4: the solution beside the exact one, 4e^(−2t).
 *
 *     npx tsx examples/ode-decay.ts
 */
import { odeToArray, solveIvp } from 'ferrograd';

const solution = solveIvp((_, [y]) => [-2 * y!], [0, 4], [4], { tEval: [0, 1, 2, 3, 4], rtol: 1e-6 });

console.log('  t         y     exact');
for (const [t, y] of odeToArray(solution)) {
  const exact = 4 * Math.exp(-2 * t!);
  console.log([t!.toFixed(1), y!.toFixed(6), exact.toFixed(6)].join('  '));
}
console.log(`${solution.message} ${solution.nfev} evaluations`);
