import { classics, courses, stiffClassics } from './classics.js';
import { detestA, detestB, detestC, detestD, detestE } from './detest.js';
import { events } from './events.js';
import type { Problems } from './problem.js';
import { stiff } from './stiff.js';

export type { Problem } from './problem.js';

/** Every problem by its name in the fixtures. */
export const problems: Problems = {
  ...courses,
  ...classics,
  ...stiffClassics,
  ...stiff,
  ...events,
  ...detestA,
  ...detestB,
  ...detestC,
  ...detestD,
  ...detestE,
};
