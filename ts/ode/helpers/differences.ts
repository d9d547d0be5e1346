import { number } from '../../checks.js';
import { ArgumentError } from '../../errors.js';

type RealFunction = (x: number) => number;

/**
 * The step that balances truncation, which grows with h, and rounding, which grows with 1/h: ε^p · max(1, |x|). The
 * power p is ½ for the forward, ⅓ for the central, ¼ for the second difference.
 */
const stepFor = (x: number, power: number) => Number.EPSILON ** power * Math.max(1, Math.abs(x));

/**
 * f′(x) ≈ (f(x + h) − f(x)) / h, with an error of order h.
 *
 * @param h √ε·max(1, |x|) by default, ε being 2⁻⁵²
 * @throws ArgumentError for an x or h that is not finite, or h = 0
 * @example forwardDifference(Math.sin, 1, 1e-3) // 0.5399…; cos 1 is 0.5403…
 */
export function forwardDifference(f: RealFunction, x: number, h: number = stepFor(x, 1 / 2)): number {
  checkStep(x, h, 'forwardDifference');
  return (f(x + h) - f(x)) / h;
}

/**
 * f′(x) ≈ (f(x + h) − f(x − h)) / 2h, with an error of order h².
 *
 * @param h ε^{1/3}·max(1, |x|) by default, ε being 2⁻⁵²
 * @throws ArgumentError for an x or h that is not finite, or h = 0
 * @example centralDifference(Math.sin, 1) // 0.540302305…
 */
export function centralDifference(f: RealFunction, x: number, h: number = stepFor(x, 1 / 3)): number {
  checkStep(x, h, 'centralDifference');
  return (f(x + h) - f(x - h)) / (2 * h);
}

/**
 * f″(x) ≈ (f(x + h) − 2f(x) + f(x − h)) / h², with an error of order h².
 *
 * @param h ε^{1/4}·max(1, |x|) by default, ε being 2⁻⁵²
 * @throws ArgumentError for an x or h that is not finite, or h = 0
 * @example secondDifference(Math.sin, 1) // -0.84147…
 */
export function secondDifference(f: RealFunction, x: number, h: number = stepFor(x, 1 / 4)): number {
  checkStep(x, h, 'secondDifference');
  return (f(x + h) - 2 * f(x) + f(x - h)) / (h * h);
}

function checkStep(x: number, h: number, operation: string): void {
  number(x, 'x', operation);
  number(h, 'h', operation);
  if (h !== 0) return;
  throw new ArgumentError({
    code: 'step',
    operation,
    actual: 'h is 0',
    expected: 'a difference quotient needs two different points',
    remedy: 'pass a small number such as 1e-6, or leave h out',
  });
}
