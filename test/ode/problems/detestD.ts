import type { Problem, Problems } from './problem.js';

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
