import type { Problem, Problems } from './problem.js';
import { cosine, sine } from './trigonometry.js';

/**
 * Class A: single equations. The problems A–E are those of Hull, Enright, Fellen, Sedgwick, "Comparing numerical
 * methods for ordinary differential equations", SIAM J. Numer. Anal. 9, 1972.
 */
export const detestA: Problems = {
  A1: { fun: (_t, [y]) => [-y], span: [0, 20], y0: [1], agreement: 'rounded' },
  A2: { fun: (_t, [y]) => [(-y * y * y) / 2], span: [0, 20], y0: [1], agreement: 'rounded' },
  A3: { fun: (t, [y]) => [y * cosine(t)], span: [0, 20], y0: [1], agreement: 'rounded' },
  A4: { fun: (_t, [y]) => [(y / 4) * (1 - y / 20)], span: [0, 20], y0: [1], agreement: 'rounded' },
  A5: { fun: (t, [y]) => [(y - t) / (y + t)], span: [0, 20], y0: [4], agreement: 'rounded' },
};

const rigidBody: Problem = {
  fun: (_t, [x, y, z]) => [y * z, -x * z, -0.51 * x * y],
  span: [0, 20],
  y0: [0, 1, 1],
  agreement: 'exact',
};

/** Class B: small systems. */
export const detestB: Problems = {
  B1: {
    fun: (_t, [x, y]) => [2 * (x - x * y), -(y - x * y)],
    span: [0, 20],
    y0: [1, 3],
    agreement: 'exact',
  },
  B2: {
    fun: (_t, [x, y, z]) => [-x + y, x - 2 * y + z, y - z],
    span: [0, 20],
    y0: [2, 0, 1],
    agreement: 'exact',
  },
  B3: { fun: (_t, [x, y]) => [-x, x - y * y, y * y], span: [0, 20], y0: [1, 0, 0], agreement: 'exact' },
  B4: {
    fun: (_t, [x, y, z]) => {
      const r = Math.sqrt(x * x + y * y);
      return [-y - (x * z) / r, x - (y * z) / r, x / r];
    },
    span: [0, 20],
    y0: [3, 0, 0],
    agreement: 'exact',
  },
  B5: rigidBody,
  B5Backward: { ...rigidBody, span: [20, 0] },
};

const first = (n: number) => Array.from({ length: n }, (_, i) => (i === 0 ? 1 : 0));

/** A chain of decays with the given rates: each component decays into the next, the last one only grows. */
const chain = (rate: (link: number) => number): Problem => ({
  fun: (_t, y) =>
    Array.from(y, (value, i) => {
      const gain = i > 0 ? rate(i) * (y[i - 1] ?? 0) : 0;
      return i < y.length - 1 ? gain - rate(i + 1) * value : gain;
    }),
  span: [0, 20],
  y0: first(10),
  agreement: 'exact',
});

/** Diffusion: y′ are the second differences of n values with zeros at both ends. */
const diffusion = (n: number): Problem => ({
  fun: (_t, y) => Array.from(y, (value, i) => (y[i - 1] ?? 0) - 2 * value + (y[i + 1] ?? 0)),
  span: [0, 20],
  y0: first(n),
  agreement: 'exact',
});

const masses = [
  0.000954786104043, 0.000285583733151, 0.0000437273164546, 0.0000517759138449, 0.00000277777777778,
];

/** The five outer planets around the sun: 15 positions, body after body, and 15 velocities. */
const planets: Problem = {
  fun: (_t, y) => {
    const position = (body: number, axis: number) => y[3 * body + axis] ?? 0;
    const cubed = (a: number, b: number, c: number) => {
      const square = a * a + b * b + c * c;
      return square * Math.sqrt(square);
    };
    const fromSun = masses.map((_, j) => cubed(position(j, 0), position(j, 1), position(j, 2)));
    const acceleration = masses.flatMap((mass, j) =>
      [0, 1, 2].map((axis) => {
        let sum = (-(1.00000597682 + mass) * position(j, axis)) / (fromSun[j] ?? 0);
        masses.forEach((other, k) => {
          if (k === j) return;
          const [a = 0, b = 0, c = 0] = [0, 1, 2].map((i) => position(k, i) - position(j, i));
          const apart = position(k, axis) - position(j, axis);
          sum += other * (apart / cubed(a, b, c) - position(k, axis) / (fromSun[k] ?? 0));
        });
        return 2.95912208286 * sum;
      }),
    );
    return [...y.slice(15), ...acceleration];
  },
  span: [0, 20],
  y0: [
    [3.42947415189, 3.35386959711, 1.35494901715],
    [6.6414554255, 5.97156957878, 2.18231499728],
    [11.2630437207, 14.6952576794, 6.27960525067],
    [-30.1552268759, 1.65699966404, 1.43785752721],
    [-21.123835338, 28.4465098142, 15.388265967],
    [-0.557160570446, 0.505696783289, 0.230578543901],
    [-0.415570776342, 0.365682722812, 0.169143213293],
    [-0.325325669158, 0.189706021964, 0.087726532278],
    [-0.024047625417, -0.287659532608, -0.117219543175],
    [-0.176860753121, -0.216393453025, -0.014864789309],
  ].flat(),
  agreement: 'rounded',
};

/** Class C: moderate systems. */
export const detestC: Problems = {
  C1: chain(() => 1),
  C2: chain((link) => link),
  C3: diffusion(10),
  C4: diffusion(51),
  C5: planets,
};

/** An orbit around one body. */
const orbit = (eccentricity: number): Problem => ({
  fun: (_t, [x, y, u, v]) => {
    const square = x * x + y * y;
    const cubed = square * Math.sqrt(square);
    return [u, v, -x / cubed, -y / cubed];
  },
  span: [0, 20],
  y0: [1 - eccentricity, 0, 0, Math.sqrt((1 + eccentricity) / (1 - eccentricity))],
  agreement: 'exact',
});

/** Class D: orbits of growing eccentricity. */
export const detestD = {
  D1: orbit(0.1),
  D2: orbit(0.3),
  D3: orbit(0.5),
  D4: orbit(0.7),
  D5: orbit(0.9),
} satisfies Problems;

/** Class E: higher-order equations. */
export const detestE: Problems = {
  E1: {
    fun: (t, [y, v]) => [v, -(v / (t + 1) + (1 - 0.25 / ((t + 1) * (t + 1))) * y)],
    span: [0, 20],
    y0: [0.671396707141803, 0.09540051444747446],
    agreement: 'exact',
  },
  E2: { fun: (_t, [y, v]) => [v, (1 - y * y) * v - y], span: [0, 20], y0: [2, 0], agreement: 'exact' },
  E3: {
    fun: (t, [y, v]) => [v, (y * y * y) / 6 - y + 2 * sine(2.78535 * t)],
    span: [0, 20],
    y0: [0, 0],
    agreement: 'exact',
  },
  E4: { fun: (_t, [, v]) => [v, 0.032 - 0.4 * v * v], span: [0, 20], y0: [30, 0], agreement: 'exact' },
  E5: {
    fun: (t, [, v]) => [v, Math.sqrt(1 + v * v) / (25 - t)],
    span: [0, 20],
    y0: [0, 0],
    agreement: 'exact',
  },
};
