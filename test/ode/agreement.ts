import type { Method } from 'ferrograd';

import type { Agreement } from './problems/problem.js';

type Family = 'explicit' | 'implicit';

/**
 * The largest difference of a value from SciPy's, relative to the largest value of its component. The counts of steps,
 * evaluations and factorizations are always the same; where the tolerance is 0, every step and every event is bitwise
 * identical.
 */
const values: Record<Agreement, Record<Family, number>> = {
  exact: { explicit: 0, implicit: 0 },
  rounded: { explicit: 1e-12, implicit: 1e-9 },
};

/** The largest difference of an event's time from SciPy's, relative to the larger of the time and 1. */
const eventTimes: Record<Agreement, number> = { exact: 0, rounded: 1e-12 };

const family = (method: Method): Family => (['Radau', 'BDF'].includes(method) ? 'implicit' : 'explicit');

export const tolerances = {
  ofValues: (agreement: Agreement, method: Method) => values[agreement][family(method)],
  ofEventTimes: (agreement: Agreement) => eventTimes[agreement],
};
