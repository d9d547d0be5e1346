import type { Problem, Problems } from './problem.js';

const lorenz: Problem = {
  fun: (_t, [x, y, z]) => [10 * (y - x), x * (28 - z) - y, x * y - (8 / 3) * z],
  span: [0, 20],
  y0: [1, 1, 1],
  agreement: 'exact',
};

const vanDerPol = (mu: number, end: number): Problem => ({
  fun: (_t, [y, v]) => [v, mu * (1 - y * y) * v - y],
  span: [0, end],
  y0: [2, 0],
  agreement: 'exact',
});

/** Arenstorf's orbit of three bodies, one of them without mass; Hairer, Nørsett, Wanner, *Solving ODEs I*, (0.1). */
const arenstorf: Problem = {
  fun: (_t, [x, y, u, v]) => {
    const mu = 0.012277471;
    const nu = 1 - mu;
    const [a, b] = [(x + mu) * (x + mu) + y * y, (x - nu) * (x - nu) + y * y];
    const [d1, d2] = [a * Math.sqrt(a), b * Math.sqrt(b)];
    return [
      u,
      v,
      x + 2 * v - (nu * (x + mu)) / d1 - (mu * (x - nu)) / d2,
      y - 2 * u - (nu * y) / d1 - (mu * y) / d2,
    ];
  },
  span: [0, 17.065216560157964],
  y0: [0.994, 0, 0, -2.0015851063790824],
  agreement: 'exact',
};

export const classics = {
  lorenz,
  vanDerPol: vanDerPol(1, 20),
  brusselator: {
    fun: (_t, [x, y]) => [1 + x * x * y - 4 * x, 3 * x - x * x * y],
    span: [0, 20],
    y0: [1.5, 3],
    firstStep: 0.01,
    agreement: 'exact',
  },
  arenstorf,
  // The solution is infinite at t = 1, where every step becomes too small.
  blowUp: { fun: (_t, [x, y]) => [x * x, -y], span: [0, 2], y0: [1, 1], agreement: 'exact' },
} satisfies Problems;

/** Problems for implicit methods only. */
export const stiffClassics: Problems = {
  vanDerPol1000: vanDerPol(1000, 2000),
};

/** Problems of the courses. */
export const courses: Problems = {
  decay: { fun: (_t, [y]) => [-2 * y], span: [0, 5], y0: [4], agreement: 'rounded' },
  sine: { fun: (t) => [-Math.sin(t)], span: [0, 4], y0: [2], maxStep: 0.1, agreement: 'rounded' },
  foxes: {
    fun: (_t, [rabbits, foxes]) => [
      0.015 * rabbits - 0.00018 * rabbits * foxes,
      -0.0125 * foxes + 0.0002 * rabbits * foxes,
    ],
    span: [0, 1000],
    y0: [110, 75],
    agreement: 'exact',
  },
  // y″ + 7y′ − 3y = 0
  secondOrder: { fun: (_t, [y, v]) => [v, 3 * y - 7 * v], span: [0, 4], y0: [1, 0], agreement: 'exact' },
};
