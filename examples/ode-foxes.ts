/**
 * Rabbits x and foxes y, as text: x′ = ax − bxy, y′ = dxy − cy. The text is compiled to WebAssembly, not evaluated
 * as JavaScript.
 *
 *     npx tsx examples/ode-foxes.ts
 */
import { solveEnsemble, solveIvp, system } from 'ferrograd';
import * as plot from 'ferrograd/plot';

import { savePicture } from './save-picture.js';

const foxes = system({ x: 'a*x - b*x*y', y: 'd*x*y - c*y' }, { a: 0.0125, b: 0.0002, c: 0.015, d: 0.00018 });
const start = foxes.state({ x: 75, y: 110 });
const tEval = [0, 100, 200, 300, 400, 500];
const { t, y } = solveIvp(foxes, [0, 500], start, { tEval, rtol: 1e-8, atol: 1e-8 });

console.log('  t   rabbits     foxes');
t.forEach((time, i) => {
  console.log([time.toFixed(0), y[0]![i]!.toFixed(4), y[1]![i]!.toFixed(4)].join('  '));
});

// A thousand starts, each with a tenth of a rabbit more than the previous one, solved in one call.
const starts = Array.from({ length: 1000 }, (_, i) => [75 + i / 10, 110]);
const many = solveEnsemble(foxes, [0, 500], starts, {}, { rtol: 1e-8, atol: 1e-8 });
const last = many.y.data.subarray(-2);
console.log(
  `after 500 days from 174.9 rabbits: ${last[0]!.toFixed(4)} rabbits, ${last[1]!.toFixed(4)} foxes`,
);

/** Event: zero where there are as many foxes as rabbits. */
const even = (_: number, [rabbits, foxes]: Float64Array) => rabbits! - foxes!;
const whole = solveIvp(foxes, [0, 1000], start, { rtol: 1e-8, denseOutput: true, events: even });
const labels = ['rabbits', 'foxes'];
const title = 'Foxes and rabbits';
const overTime = plot.solution(whole, {
  labels,
  title,
  xLabel: 'time / days',
  yLabel: 'animals',
  steps: false,
});
await savePicture('foxes', overTime);
const orbits = [75, 100, 125].map((rabbits) => [
  `${rabbits} rabbits`,
  solveIvp(foxes, [0, 600], [rabbits, 110], { rtol: 1e-8, denseOutput: true }),
]);
const named = Object.fromEntries(orbits) as Record<string, typeof whole>;
await savePicture('foxes-phase', plot.phase(named, { field: foxes, labels, title }));
