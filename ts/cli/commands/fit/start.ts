import { oneOf } from '../../../checks.js';
import { polynomialFit } from '../../../signal/index.js';
import type { CurveModel } from './curve.js';
import type { FitPoints } from './fit.js';

/** The start of the search from the values of `--start`; 1 for parameters that have none. */
export function startFrom({ names }: CurveModel, values: Readonly<Record<string, number>>): Float64Array {
  for (const name of Object.keys(values)) oneOf(name, names, 'parameter', 'fit');
  return Float64Array.from(names, (name) => values[name] ?? 1);
}

/** Estimates a and b of a·exp(b·x) by a straight line through the logarithms of the points above 0, or of those below. */
export function exponentialStart({ x, y }: FitPoints): Float64Array {
  const sign = y.reduce((sum, value) => sum + value, 0) < 0 ? -1 : 1;
  const used = Array.from(x.keys()).filter((i) => sign * (y[i] ?? 0) > 0);
  const at = Float64Array.from(used, (i) => x[i] ?? 0);
  const logarithms = Float64Array.from(used, (i) => Math.log(sign * (y[i] ?? 1)));
  if (new Set(at).size < 2) return Float64Array.of(sign, 0);
  const [slope = 0, shift = 0] = polynomialFit(at, logarithms, 1).coefficients;
  return Float64Array.of(sign * Math.exp(shift), slope);
}
