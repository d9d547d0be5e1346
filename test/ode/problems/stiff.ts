import type { Problem, Problems } from './problem.js';

/** Robertson's chemical kinetics; Hairer, Wanner, *Solving ODEs II*, (1.4). */
const robertson: Problem = {
  fun: (_t, [x, y, z]) => [-0.04 * x + 1e4 * y * z, 0.04 * x - 1e4 * y * z - 3e7 * y * y, 3e7 * y * y],
  span: [0, 1e5],
  y0: [1, 0, 0],
  agreement: 'exact',
};

export const stiff: Problems = {
  robertson,
  robertsonJacobian: {
    ...robertson,
    jac: (_t, [, y, z]) => [
      [-0.04, 1e4 * z, 1e4 * y],
      [0.04, -1e4 * z - 6e7 * y, -1e4 * y],
      [0, 6e7 * y, 0],
    ],
  },
  // A linear system, whose Jacobian is a constant: eigenvalues −1 and −1000.
  linear: {
    fun: (_t, [x, y]) => [998 * x + 1998 * y, -999 * x - 1999 * y],
    span: [0, 10],
    y0: [1, 0],
    jac: [
      [998, 1998],
      [-999, -1999],
    ],
    agreement: 'exact',
  },
  // High irradiance responses of photomorphogenesis (Schäfer, 1975).
  hires: {
    fun: (_t, [a, b, c, d, e, f, g, h]) => [
      -1.71 * a + 0.43 * b + 8.32 * c + 0.0007,
      1.71 * a - 8.75 * b,
      -10.03 * c + 0.43 * d + 0.035 * e,
      8.32 * b + 1.71 * c - 1.12 * d,
      -1.745 * e + 0.43 * f + 0.43 * g,
      -280 * f * h + 0.69 * d + 1.71 * e - 0.43 * f + 0.69 * g,
      280 * f * h - 1.81 * g,
      -280 * f * h + 1.81 * g,
    ],
    span: [0, 321.8122],
    y0: [1, 0, 0, 0, 0, 0, 0, 0.0057],
    agreement: 'exact',
  },
};
