import { classics } from './classics.js';
import { detestD } from './detest.js';
import type { Problems } from './problem.js';
import { sine } from './trigonometry.js';

export const events: Problems = {
  pendulum: {
    fun: (_t, [angle, velocity]) => [velocity, -9.81 * sine(angle) - 0.1 * velocity],
    span: [0, 10],
    y0: [2, 0],
    events: [
      { value: (_t, [angle]) => angle },
      { value: (_t, [, velocity]) => velocity, direction: -1, terminal: 3 },
    ],
    agreement: 'exact',
  },
  bouncingBall: {
    fun: (_t, [, velocity]) => [velocity, -9.81],
    span: [0, 10],
    y0: [1, 12],
    events: [
      { value: (_t, [height]) => height, direction: -1, terminal: true },
      { value: (_t, [, velocity]) => velocity },
    ],
    agreement: 'exact',
  },
  lorenzSection: {
    ...classics.lorenz,
    span: [0, 10],
    events: [{ value: (_t, [, , z]) => z - 27, direction: 1 }, { value: (_t, [x]) => x }],
  },
  orbitTurns: {
    ...detestD.D3,
    span: [20, 0],
    events: [{ value: (_t, [, y]) => y, terminal: 4 }],
  },
};
