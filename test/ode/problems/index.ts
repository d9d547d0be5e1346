import { classics, stiffClassics } from './classics.js';
import { courses } from './courses.js';
import { detestA } from './detest-a.js';
import { detestB } from './detest-b.js';
import { detestC } from './detest-c.js';
import { detestD } from './detest-d.js';
import { detestE } from './detest-e.js';
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
