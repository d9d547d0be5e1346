import { CompiledSystem, solveIvp, system, systems } from 'ferrograd';
import { describe, expect, test } from 'vitest';

import { kernels } from '../../../dist/backend/select.js';
import { expectClose } from '../../support/close.js';
import { otherBackends } from '../../support/backends.js';

/** The built-in systems, each with the same equations as text and a state to start from. */
const pairs: readonly [string, CompiledSystem, CompiledSystem, number[]][] = [
  [
    'lorenz',
    systems.lorenz(),
    system(
      { x: 'sigma*(y - x)', y: 'x*(rho - z) - y', z: 'x*y - beta*z' },
      { sigma: 10, rho: 28, beta: 8 / 3 },
    ),
    [1, 1, 1],
  ],
  [
    'lotkaVolterra',
    systems.lotkaVolterra(),
    system({ x: 'a*x - b*x*y', y: 'd*x*y - c*y' }, { a: 1.5, b: 1, c: 3, d: 1 }),
    [10, 5],
  ],
  ['vanDerPol', systems.vanDerPol({ mu: 5 }), system({ x: 'v', v: 'mu*(1 - x^2)*v - x' }, { mu: 5 }), [2, 0]],
  [
    'robertson',
    systems.robertson(),
    system(
      { x: '-(k1*x) + k3*y*z', y: 'k1*x - k3*y*z - k2*y*y', z: 'k2*y*y' },
      { k1: 0.04, k2: 3e7, k3: 1e4 },
    ),
    [1, 0, 0],
  ],
  [
    'pendulum',
    systems.pendulum({ damping: 0.2 }),
    system({ angle: 'velocity', velocity: '-(g/l)*sin(angle) - c*velocity' }, { g: 9.81, l: 1, c: 0.2 }),
    [1, 0],
  ],
];

const methods = ['RK45', 'RK23', 'DOP853', 'Tsit5', 'Radau', 'BDF'] as const;

describe('a built-in system', () => {
  test.each(pairs)(
    '%s has a solution that is bitwise identical to that of its text',
    (_, builtIn, text, y0) => {
      for (const method of methods) {
        const end = method === 'RK23' || method === 'DOP853' ? 0.3 : 1;
        const [a, b] = [builtIn, text].map((one) =>
          solveIvp(one, [0, end], y0, { method, rtol: 1e-5, atol: 1e-9 }),
        );
        expect(a!.success).toBe(true);
        expect([b!.nfev, b!.njev, b!.nlu]).toEqual([a!.nfev, a!.njev, a!.nlu]);
        // Radau and BDF use the Jacobian, which is computed in another order for the text.
        if (method !== 'Radau' && method !== 'BDF') expect(b!.y.data).toEqual(a!.y.data);
        else expectClose(b!.y.data, a!.y.data, 1e-6);
      }
    },
  );

  test.each(pairs)('%s has the Jacobian of its text', (_, builtIn, text, y0) => {
    const y = y0.map((value, i) => value + 0.1 * (i + 1));
    expectClose(builtIn.jacobian(0.4, y).data, text.jacobian(0.4, y).data, 1e-14);
  });

  test('takes parameters by name', () => {
    const lorenz = systems.lorenz({ rho: 14 });
    expect(lorenz.parameters).toEqual({ sigma: 10, rho: 14, beta: 8 / 3 });
    expect(lorenz.with({ beta: 2 }).parameters).toEqual({ sigma: 10, rho: 14, beta: 2 });
    expect([...lorenz.rhs(0, [1, 2, 3])]).toEqual([10, 9, 2 - 8]);
    expect([...lorenz.state({ z: 3, x: 1, y: 2 })]).toEqual([1, 2, 3]);
  });

  test('nBody conserves momentum and energy', () => {
    const masses = [1, 0.5, 0.25];
    const three = systems.nBody({ masses, dimensions: 2 });
    expect(three.names).toEqual([
      ...['x0', 'y0', 'x1', 'y1', 'x2', 'y2'],
      ...['vx0', 'vy0', 'vx1', 'vy1', 'vx2', 'vy2'],
    ]);
    const start = [0, 0, 2, 0, -3, 1, 0, 0, 0, 0.6, 0.1, -0.4];
    const { y } = solveIvp(three, [0, 5], start, { method: 'DOP853', rtol: 1e-10, atol: 1e-12 });
    const end = y.map((row) => row.at(-1)!);
    const momentum = (state: number[], axis: number) =>
      masses.reduce((sum, mass, body) => sum + mass * state[6 + 2 * body + axis]!, 0);
    const energy = (state: number[]) => {
      let sum = 0;
      for (const [i, mass] of masses.entries()) {
        sum += (mass * (state[6 + 2 * i]! ** 2 + state[7 + 2 * i]! ** 2)) / 2;
        for (let j = 0; j < i; j++) {
          const distance = Math.hypot(state[2 * i]! - state[2 * j]!, state[2 * i + 1]! - state[2 * j + 1]!);
          sum -= (mass * masses[j]!) / distance;
        }
      }
      return sum;
    };
    for (const axis of [0, 1]) expect(momentum(end, axis)).toBeCloseTo(momentum(start, axis), 10);
    expect(energy(end)).toBeCloseTo(energy(start), 8);
  });
});

describe('a compiled system', () => {
  test('is bitwise identical on every backend', () => {
    const every = system({
      x: 'sin(x)+cos(y)+tan(t)+asin(x/9)+acos(y/9)+atan(x)+atan2(y,x)+sinh(x)+cosh(y)+tanh(x)',
      y: 'exp(-x)+log(2+y)+log10(3+x)+sqrt(2+y)+abs(x)+sign(y)+min(x,y)+max(x,y)+pow(2+x,y)+(2+x)^1.7',
    });
    for (let i = 0; i < 50; i++) {
      const y = Float64Array.of(Math.sin(i), Math.cos(1.7 * i));
      for (const isJacobian of [false, true]) {
        const one = kernels.evaluateModel(every.model.numbers, new Float64Array(), 0.01 * i, y, isJacobian);
        for (const other of otherBackends()) {
          const numbers = every.model.numbers;
          expect(other.evaluateModel(numbers, new Float64Array(), 0.01 * i, y, isJacobian)).toEqual(one);
        }
      }
    }
  });

  test('has the same solution by WebAssembly code and by bytecode', () => {
    const every = system(
      {
        x: 'sin(x)+cos(y)+tan(t/4)+atan(x)+atan2(y,x)+tanh(x)-p*x',
        y: 'exp(-x)-log(4+y^2)+log10(3+x^2)+sqrt(2+y^2)-abs(x)+sign(y)+min(x,y)-max(x,y)+pow(2,x)-(2+x^2)^0.7',
      },
      { p: 2 },
    );
    for (const method of methods) {
      const options = { method, rtol: 1e-7, maxSteps: 300 };
      const emitted = solveIvp(every, [0, 2], [0.3, 0.4], options);
      const interpreted = solveIvp(
        new CompiledSystem(every.names, every.parameters, { numbers: every.model.numbers }),
        [0, 2],
        [0.3, 0.4],
        options,
      );
      expect(emitted.nfev).toBe(interpreted.nfev);
      expect(emitted.y.data).toEqual(interpreted.y.data);
    }
  });

  test('keeps its compiled code when parameters change', () => {
    const decay = system({ y: '-k*y' }, { k: 2 });
    const { code } = decay.with({ k: 3 }).model;
    expect(code).toBe(decay.model.code);
    const ends = [2, 3].map((k) => solveIvp(decay.with({ k }), [0, 1], [1], { rtol: 1e-9 }).y[0]!.at(-1)!);
    expect(ends[0]).toBeCloseTo(Math.exp(-2), 6);
    expect(ends[1]).toBeCloseTo(Math.exp(-3), 6);
  });

  test('supports events, onStep and dense output as a function does', () => {
    const fall = system({ height: 'v', v: '-9.81 - c*v*abs(v)' }, { c: 0.01 });
    const ground = { event: (_: number, [height]: Float64Array) => height!, terminal: true, direction: -1 };
    const times: number[] = [];
    const options = {
      events: ground,
      denseOutput: true,
      onStep: (t: number) => void times.push(t),
      rtol: 1e-8,
    } as const;
    const compiled = solveIvp(fall, [0, 100], [10, 0], options);
    const f = (_: number, y: Float64Array) => [y[1]!, -9.81 - 0.01 * y[1]! * Math.abs(y[1]!)];
    const called = solveIvp(f, [0, 100], [10, 0], { ...options, onStep: () => undefined });
    expect(compiled.status).toBe(1);
    expect(compiled.tEvents).toEqual(called.tEvents);
    expect(compiled.sol(1)).toEqual(called.sol(1));
    expect(times).toHaveLength(compiled.t.length - 1);
  });

  test('throws the exception of an event unchanged', () => {
    const boom = new Error('boom');
    const events = () => {
      throw boom;
    };
    expect(() => solveIvp(system({ x: '1' }), [0, 1], [0], { events })).toThrow(boom);
  });

  test('can be made and solved thousands of times', () => {
    for (let i = 0; i < 2000; i++) {
      const { y } = solveIvp(system({ x: `${i} - x` }), [0, 0.1], [i]);
      expect(y[0]!.at(-1)).toBe(i);
    }
  });
});
