import { system } from 'ferrograd';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { expressions } from './randomExpression.js';

const [X, Y, P, T] = [0.7, -1.3, 0.4, 0.9];

/** The value of an expression at (x, y), with p = P and t = T. */
function valueOf(text: string, x = X, y = Y): number {
  return system({ x: text, y: '0' }, { p: P }).rhs(T, [x, y])[0]!;
}

describe('an expression', () => {
  test.each<[string, number]>([
    ['1 + 2*3', 7],
    ['(1 + 2)*3', 9],
    ['10 - 3 - 2', 5],
    ['16/4/2', 2],
    ['-2^2', -4],
    ['(-2)^2', 4],
    ['2^-1', 0.5],
    ['2^3^2', 512],
    ['2**3**2', 512],
    ['-2^-2', -0.25],
    ['- -3', 3],
    ['+x', X],
    ['x - -y', X + Y],
    ['2*-x', -2 * X],
    ['1e3 + .5 + 2.5E-1', 1000.75],
    ['sin(x)*cos(y)', Math.sin(X) * Math.cos(Y)],
    ['tan(x) + asin(x) + acos(x) + atan(x)', Math.tan(X) + Math.asin(X) + Math.acos(X) + Math.atan(X)],
    ['atan2(y, x)', Math.atan2(Y, X)],
    ['sinh(x) + cosh(x) + tanh(x)', Math.sinh(X) + Math.cosh(X) + Math.tanh(X)],
    ['exp(x) + log(x) + log10(x)', Math.exp(X) + Math.log(X) + Math.log10(X)],
    ['sqrt(x) + abs(y) + sign(y)', Math.sqrt(X) + 1.3 - 1],
    ['min(x, y) - max(x, y)', Y - X],
    ['pow(x, 2.5)', X ** 2.5],
    ['x^0', 1],
    ['pi + e + t + p', Math.PI + Math.E + T + P],
    ['  x\n\t+ y ', X + Y],
  ])('has its value: %s', (text, expected) => {
    expect(valueOf(text)).toBeCloseTo(expected, 13);
  });

  test('may contain names of any letters, and a parameter named e', () => {
    expect([...system({ α: 'β_1*e', _s$2: 'α' }, { β_1: 3, e: 2 }).rhs(0, [5, 0])]).toEqual([6, 5]);
  });

  test('is computed in the order in which it is written, squares and cubes as products', () => {
    expect(valueOf('0.1 + 0.2 + 0.3')).toBe(0.1 + 0.2 + 0.3);
    expect(valueOf('0.1 + (0.2 + 0.3)')).toBe(0.1 + (0.2 + 0.3));
    expect(valueOf('x^2')).toBe(X * X);
    expect(valueOf('y^3')).toBe(Y * Y * Y);
    expect(valueOf('x*0 + y')).toBe(Y);
  });

  test('treats signed zeros in min, max and sign as JavaScript does', () => {
    const signs = system({ a: 'min(p, q)', b: 'max(p, q)', c: 'sign(p)' }, { p: 0, q: 0 });
    for (const p of [0, -0, 1]) {
      for (const q of [0, -0, -1]) {
        const [low, high, sign] = signs.with({ p, q }).rhs(0, [1, 1, 1]);
        expect(low).toBe(Math.min(p, q));
        expect(high).toBe(Math.max(p, q));
        expect(sign).toBe(Math.sign(p));
      }
    }
  });

  test('propagates NaN', () => {
    for (const text of ['min(0/p, 1)', 'max(1, 0/p)', 'sign(0/p)', 'abs(0/p)', '0*(1/p)']) {
      expect(system({ x: text }, { p: 0 }).rhs(0, [1])[0]).toBeNaN();
    }
  });

  test('has the value that JavaScript computes', () => {
    fc.assert(
      fc.property(expressions, ({ text, value }) => {
        const expected = value(X, Y, P, T);
        fc.pre(Math.abs(expected) < 1e6);
        const tolerance = 1e-11 * Math.max(1, Math.abs(expected));
        expect(Math.abs(valueOf(text) - expected)).toBeLessThanOrEqual(tolerance);
      }),
    );
  });
});
