/**
 * A decaying curve a·cˣ through eleven measured values, in two ways: a line through their logarithms, where relative
 * deviations count, and the direct non-linear fit, where absolute ones do.
 *
 *     npx tsx examples/exponential-fit.ts
 */
import * as np from 'ferrograd/numpy';
import * as plot from 'ferrograd/plot';
import { curveFit, exponentialFit } from 'ferrograd/signal';

import { savePicture } from './save-picture.js';

const x = np.arange(11);
const y = np.array([6.24, 4.61, 3.48, 2.55, 2.06, 1.42, 1.21, 0.69, 0.62, 0.39, 0.37]);

// ln y = ln a + x·ln c is a line.
const [slope, intercept] = np.polyfit(x, np.log(y), 1).tolist() as [number, number];
console.log(`polyfit of ln y: slope ${slope.toFixed(6)}, intercept ${intercept.toFixed(6)}`);

const byLogarithms = exponentialFit(x, y);
console.log(`through logarithms: a = ${byLogarithms.a.toFixed(6)}, c = ${byLogarithms.c.toFixed(6)}`);

const direct = curveFit((at, a = 1, c = 1) => a * c ** at, x, y, { p0: [byLogarithms.a, byLogarithms.c] });
const [a = 0, c = 0] = direct.parameters;
const [errorOfA = 0, errorOfC = 0] = direct.standardErrors;
console.log(
  `directly: a = ${a.toFixed(6)} ± ${errorOfA.toFixed(6)}, c = ${c.toFixed(6)} ± ${errorOfC.toFixed(6)}`,
);

console.log('\n x  measured  logarithms  directly');
const squares = { logarithms: 0, directly: 0 };
for (const [at, value] of (y.tolist() as number[]).entries()) {
  const [first, second] = [byLogarithms.predict(at), direct.predict(at)];
  squares.logarithms += (value - first) ** 2;
  squares.directly += (value - second) ** 2;
  const columns = [
    value.toFixed(2).padStart(9),
    first.toFixed(4).padStart(11),
    second.toFixed(4).padStart(9),
  ];
  console.log(`${String(at).padStart(2)} ${columns.join(' ')}`);
}
console.log(`sum of squares: ${squares.logarithms.toFixed(6)} and ${squares.directly.toFixed(6)}`);

const label = `${a.toFixed(3)}·${c.toFixed(3)}^x`;
const title = 'A decaying curve through eleven values';
await savePicture('exponential-fit', plot.fittedCurve(x, y, direct.predict, { label, title }));
