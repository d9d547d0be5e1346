import { ArgumentError, DTypeError, ShapeError } from 'ferrograd';
import { type Curve, curveFit, exponentialFit, polynomialFit } from 'ferrograd/signal';
import { describe, expect, test } from 'vitest';

import { expectClose } from '../support/close.js';
import { expectError } from '../support/errors.js';
import { scipy } from './fixtures.js';

const { x, course } = scipy.input;
const { exp, sin } = Math;

const curves: Readonly<Record<string, Curve>> = {
  exponential: (x, a = NaN, c = NaN) => a * c ** x,
  decay: (x, a = NaN, b = NaN, c = NaN) => a * exp(-b * x) + c,
  gauss: (x, a = NaN, m = NaN, s = NaN) => a * exp(-((x - m) ** 2) / (2 * s ** 2)),
  logistic: (x, top = NaN, k = NaN, m = NaN) => top / (1 + exp(-k * (x - m))),
  sine: (x, a = NaN, w = NaN, p = NaN) => a * sin(w * x + p),
  line: (x, a = NaN, b = NaN) => a * x + b,
  michaelis: (x, v = NaN, k = NaN) => (v * x) / (k + x),
  misra1a: (x, a = NaN, b = NaN) => a * (1 - exp(-b * x)),
  thurber: (x, a = NaN, b = NaN, c = NaN, d = NaN, e = NaN, f = NaN, g = NaN) =>
    (a + b * x + c * x ** 2 + d * x ** 3) / (1 + e * x + f * x ** 2 + g * x ** 3),
};

/** The largest relative difference of values from the expected ones. */
function largestDifference(actual: ArrayLike<number>, expected: readonly number[]): number {
  return Math.max(...expected.map((value, i) => Math.abs(actual[i]! - value) / (Math.abs(value) || 1)));
}

describe('curveFit finds what SciPy finds', () => {
  test.each(Object.entries(scipy.fits))(
    '%s',
    (name, { curve, x, y, parameters, covariance, nfev, options }) => {
      const n = parameters.length;
      const fit = curveFit(curves[curve]!, x, y, {
        p0: new Float64Array(n).fill(1),
        ...options,
        ...startFor(name, n),
      });
      expect(fit.success, fit.message).toBe(true);
      // Compared in units of the standard errors, as both searches end where the sum of squares hardly changes.
      const errors = covariance.map((row, i) => Math.sqrt(row[i]!));
      parameters.forEach((value, i) => {
        expect(Math.abs(fit.parameters[i]! - value)).toBeLessThan(2e-3 * errors[i]!);
      });
      expect(fit.covariance.shape).toEqual([n, n]);
      covariance.flat().forEach((value, k) => {
        const scale = errors[Math.floor(k / n)]! * errors[k % n]!;
        expect(Math.abs(fit.covariance.data[k]! - value)).toBeLessThan(2e-3 * scale);
      });
      errors.forEach((error, i) => expect(fit.standardErrors[i]! / error).toBeCloseTo(1, 2));
      if (!options.bounds) expect(fit.nfev).toBeLessThanOrEqual(nfev * 1.2 + n);
    },
  );

  /** The start for a case without `p0`: SciPy starts at ones without bounds, in the middle of bounds otherwise. */
  function startFor(name: string, n: number) {
    const { p0, bounds } = scipy.fits[name]!.options;
    if (p0 || !bounds) return {};
    const [low, high] = bounds;
    const side = (bound: number | readonly number[], i: number) =>
      typeof bound === 'number' ? bound : bound[i]!;
    return {
      p0: Array.from({ length: n }, (_, i) => {
        const [from, to] = [side(low, i), side(high, i)];
        return to < Infinity ? (from + to) / 2 : from + 1;
      }),
    };
  }
});

test('curveFit finds the values that NIST certifies', () => {
  const { x, y, options } = scipy.fits['Thurber, far start']!;
  const certified = [1288.13968, 1491.07925, 583.238368, 75.4166441, 0.966295028, 0.397972797, 0.0497272963];
  const fit = curveFit(curves['thurber']!, x, y, { ...options, ftol: 1e-14, xtol: 1e-14 });
  expect(largestDifference(fit.parameters, certified)).toBeLessThan(1e-6);
  expect(fit.residual).toBeCloseTo(5642.7082397, 4);
});

test('curveFit with exact derivatives finds the same parameters in fewer evaluations', () => {
  const f = (x: number, a: number, c: number) => a * c ** x;
  const jac = (x: number, a: number, c: number) => [c ** x, a * x * c ** (x - 1)];
  const { parameters, nfev } = scipy.fits['the course']!;
  const fit = curveFit(f, x, course, { p0: [6, 0.7], jac });
  expect(largestDifference(fit.parameters, parameters)).toBeLessThan(1e-7);
  expect(fit.nfev).toBeLessThan(nfev);
  const bounded = curveFit(f, x, course, { p0: [6, 0.7], jac, bounds: [0, [10, 1]] });
  expect(largestDifference(bounded.parameters, parameters)).toBeLessThan(1e-6);
});

test('curveFit without p0 counts the parameters of the function and starts each at 1', () => {
  const { parameters, covariance } = scipy.fits['from ones']!;
  const fit = curveFit((x, a, c) => a * c ** x, x, course);
  expect(largestDifference(fit.parameters, parameters)).toBeLessThan(1e-7);
  expect(largestDifference(fit.covariance.data, covariance.flat())).toBeLessThan(1e-5);
  expect(fit.predict(0)).toBe(fit.parameters[0]);
});

test('a search that does not converge reports status 5 and names maxfev', () => {
  const { x, y, options } = scipy.fits['Thurber, far start']!;
  const fit = curveFit(curves['thurber']!, x, y, { ...options, maxfev: 10 });
  expect(fit).toMatchObject({ success: false, status: 5 });
  expect(fit.message).toContain('maxfev');
});

test('the covariance is infinite for as many points as parameters, and for a parameter without influence', () => {
  const exact = curveFit((x, a, b) => a * x + b, [0, 1], [1, 3]);
  expectClose(exact.parameters, [2, 1], 1e-7);
  expect([...exact.covariance.data]).toEqual([Infinity, Infinity, Infinity, Infinity]);
  const idle = curveFit((x, a, b) => a * x + 0 * b, x, course);
  expect(idle.covariance.data[3]).toBe(Infinity);
});

test('polynomialFit finds the coefficients and covariances of numpy.polyfit', () => {
  for (const [name, { degree, weights, coefficients, covariance }] of Object.entries(scipy.polynomials)) {
    const fit = polynomialFit(x, course, degree, weights ? { weights } : {});
    expect(largestDifference(fit.coefficients, coefficients), name).toBeLessThan(1e-9);
    expect(largestDifference(fit.covariance!.data, covariance.flat()), name).toBeLessThan(1e-8);
  }
  expect(polynomialFit([0, 1], [1, 3], 1).covariance).toBeUndefined();
});

test('exponentialFit fits a line to the logarithms', () => {
  const { a, c, predict } = exponentialFit(x, course);
  expect(largestDifference([a, c], [scipy.exponential.a, scipy.exponential.c])).toBeLessThan(1e-13);
  expect(predict(2)).toBe(a * c ** 2);
});

type ErrorClass = typeof ArgumentError | typeof ShapeError | typeof DTypeError;
const line = (x: number, a: number, b: number) => a * x + b;

test.each<[string, () => unknown, ErrorClass, RegExp]>([
  [
    'x and y of different lengths',
    () => curveFit(line, [1, 2, 3], [1, 2]),
    ShapeError,
    /x has 3 values and y has 2/,
  ],
  ['an x that is NaN', () => curveFit(line, [1, 2, NaN], [1, 2, 3]), ArgumentError, /x\[2\] is NaN/],
  ['too few points', () => curveFit(line, [1], [1]), ArgumentError, /at least 2/],
  ['a curve without parameters', () => curveFit(() => 1, [1], [1]), ArgumentError, /as p0/],
  ['a curve that is no function', () => curveFit('line' as never, [1], [1]), DTypeError, /function/],
  [
    'a curve that is not finite at the start',
    () => curveFit((x, a) => Math.log(-a) + x, x, course),
    ArgumentError,
    /start/,
  ],
  [
    'a start outside its bounds',
    () => curveFit(line, x, course, { p0: [2, 0], bounds: [0, 1] }),
    ArgumentError,
    /p0\[0\]/,
  ],
  [
    'bounds in the wrong order',
    () => curveFit(line, x, course, { bounds: [1, 0] }),
    ArgumentError,
    /below the upper/,
  ],
  ['a sigma of 0', () => curveFit(line, [1, 2], [1, 2], { sigma: [1, 0] }), ArgumentError, /sigma\[1\]/],
  [
    'a sigma of another length than the points',
    () => curveFit(line, [1, 2], [1, 2], { sigma: [1] }),
    ShapeError,
    /2 points/,
  ],
  [
    'a sigma matrix that is not positive definite',
    () =>
      curveFit(line, [1, 2], [1, 2], {
        sigma: [
          [1, 2],
          [2, 1],
        ],
      }),
    ArgumentError,
    /definite/,
  ],
  [
    'a jac that returns too few derivatives',
    () => curveFit(line, [1, 2], [1, 2], { jac: () => [1] }),
    ArgumentError,
    /jac returned 1/,
  ],
  ['an unknown option', () => curveFit(line, x, course, { maxFev: 3 } as never), ArgumentError, /maxfev/],
  ['a value without logarithm', () => exponentialFit([0, 1, 2], [1, 0, 2]), ArgumentError, /y\[1\] is 0/],
  [
    'points that all have the same x',
    () => polynomialFit([1, 1, 1], [1, 2, 3], 1),
    ArgumentError,
    /determine only 1/,
  ],
])('refuses %s', async (_, call, type, message) => {
  await expectError(call, type, { message });
});
