import type { OdeFunction } from 'ferrograd';

/** y₁' = y₂, y₂' = −y₁ */
export const oscillator: OdeFunction = (_t, [x = 0, v = 0], dy) => {
  dy[0] = v;
  dy[1] = -x;
};

export const lorenz: OdeFunction = (_t, [x = 0, y = 0, z = 0], dy) => {
  dy[0] = 10 * (y - x);
  dy[1] = x * (28 - z) - y;
  dy[2] = x * y - (8 / 3) * z;
};

/** A rational problem of SciPy's own tests, with its exact solution. */
export const rational: OdeFunction = (t, [x = 0, y = 0]) => [y / t, (y * (x + 2 * y - 1)) / (t * (x - 1))];
export const rationalSolution = (t: number): [number, number] => [t / (t + 10), (10 * t) / (t + 10) ** 2];
export const rationalJacobian = (t: number, [x = 0, y = 0]: Float64Array) => [
  [0, 1 / t],
  [(-2 * y * y) / (t * (x - 1) ** 2), (x + 4 * y - 1) / (t * (x - 1))],
];

export const methods = ['RK23', 'RK45', 'DOP853', 'Tsit5', 'Radau', 'BDF'] as const;
