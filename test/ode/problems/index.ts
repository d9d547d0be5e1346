import { classics, stiffClassics } from './classics.js';
import { courses } from './courses.js';
import { detestA } from './detestA.js';
import { detestB } from './detestB.js';
import { detestC } from './detestC.js';
import { detestD } from './detestD.js';
import { detestE } from './detestE.js';
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
