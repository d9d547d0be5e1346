import type { Problem, Problems } from './problem.js';

const first = (n: number) => Array.from({ length: n }, (_, i) => (i === 0 ? 1 : 0));

/** y′ of a chain whose links have these rates: each feeds the next, the last keeps what it gets. */
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

/** y′ of the second differences of n values between zeros. */
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
