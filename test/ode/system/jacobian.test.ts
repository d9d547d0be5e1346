import { centralDifference, numericalJacobian, solveIvp, system } from 'ferrograd';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { expectClose } from '../../support/close.js';
import { expressions } from './randomExpression.js';

const [X, Y, P, T] = [0.7, -1.3, 0.4, 0.9];

describe('the symbolic Jacobian', () => {
  test('agrees with difference quotients for any smooth expression', () => {
    fc.assert(
      fc.property(expressions, ({ text, value }) => {
        const [row] = system({ x: text, y: '0' }, { p: P }).jacobian(T, [X, Y]);
        const slopes = [
          centralDifference((x) => value(x, Y, P, T), X),
          centralDifference((y) => value(X, y, P, T), Y),
        ];
        fc.pre(slopes.every((slope) => Math.abs(slope) < 1e4) && Math.abs(value(X, Y, P, T)) < 1e4);
        const scale = Math.max(1, ...slopes.map(Math.abs), Math.abs(value(X, Y, P, T)));
        slopes.forEach((slope, i) => expect(Math.abs(row![i]! - slope)).toBeLessThan(1e-6 * scale));
      }),
    );
  });

  test.each([
    'tan(x)',
    'asin(x/3)',
    'acos(x/3)',
    'sinh(x)*cosh(y)',
    'log10(x)',
    'sqrt(x)',
    'abs(x*y)',
    'sign(y)*x',
    'min(x, y^2)',
    'max(x*y, y)',
    'atan2(y, x)',
    'pow(x, y)',
    'x^2.5',
    '2^(x*y)',
    'x^p',
    'x/(y*x)',
    'x^-1',
  ])('agrees with difference quotients for %s', (text) => {
    const one = system({ x: text, y: 'x - y' }, { p: 1.5 });
    const numeric = numericalJacobian((y) => one.rhs(0.3, y), [0.8, -0.6]);
    expectClose(one.jacobian(0.3, [0.8, -0.6]).data, numeric.data, 1e-8);
  });

  test('of the Lorenz system is exact', () => {
    const lorenz = system({ x: 's*(y - x)', y: 'x*(r - z) - y', z: 'x*y - b*z' }, { s: 10, r: 28, b: 2 });
    expect([...lorenz.jacobian(0, [1, 2, 3]).data]).toEqual([-10, 10, 0, 25, -1, -1, 2, 1, -2]);
  });

  test('grows only linearly with the expression', () => {
    // Written out as a tree, the derivative of the nested products would double with each level.
    let text = 'x';
    for (let i = 0; i < 60; i++) text = `sin(${text})*(${i < 5 ? text : 'x'})`;
    const { numbers } = system({ x: text }).model;
    expect(numbers.length).toBeLessThan(5000);
  });

  test('is used by Radau and BDF as a Jacobian from JavaScript is', () => {
    const robertson = system(
      { x: '-a*x + c*y*z', y: 'a*x - c*y*z - b*y^2', z: 'b*y^2' },
      { a: 0.04, b: 3e7, c: 1e4 },
    );
    const f = (t: number, y: Float64Array) => robertson.rhs(t, y);
    const jac = (t: number, y: Float64Array) => robertson.jacobian(t, y);
    for (const method of ['Radau', 'BDF'] as const) {
      const options = { method, rtol: 1e-6, atol: 1e-10 };
      const compiled = solveIvp(robertson, [0, 1e4], [1, 0, 0], options);
      const called = solveIvp(f, [0, 1e4], [1, 0, 0], { ...options, jac });
      expect(compiled.success).toBe(true);
      expect([compiled.nfev, compiled.njev, compiled.nlu]).toEqual([called.nfev, called.njev, called.nlu]);
      expect(compiled.y.data).toEqual(called.y.data);
    }
  });
});
