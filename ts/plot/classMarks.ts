import type { Mark } from '#vendor/charts.js';

import { dotMark, type Plane } from './figure/marks.js';
import { colourOf } from './figure/theme.js';
import { type Points, where } from './points.js';

/** Dots at points, each in the colour of its class; `rim` is the colour of a line around each dot. */
export function classMarks(points: Points, labels: Uint32Array, plane: Plane, rim?: string): Mark[] {
  const radius = points.x.length > 400 ? 2.5 : 3.5;
  return [...new Set(labels)]
    .sort((a, b) => a - b)
    .map((label) => {
      const own = where(points, (index) => labels[index] === label);
      const opacity = rim === undefined ? 0.8 : 1;
      return dotMark(own, plane, {
        colour: colourOf(label),
        radius,
        opacity,
        ...(rim === undefined ? {} : { rim }),
      });
    });
}
