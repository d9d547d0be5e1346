import type { Problems } from './problem.js';
import { cosine } from './trigonometry.js';

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
