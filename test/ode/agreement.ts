import type { Method } from 'ferrograd';

import type { Agreement } from './problems/problem.js';

type Family = 'explicit' | 'implicit';

/**
 * How far from SciPy's a value may be, relative to the largest value of its component. Counts of steps, evaluations
 * and factorizations are always the same; where 0 is allowed, so are the bits of every step and every event.
 */
const values: Record<Agreement, Record<Family, number>> = {
  exact: { explicit: 0, implicit: 0 },
  rounded: { explicit: 1e-12, implicit: 1e-9 },
};

/** How far an event's time may be from SciPy's, relative to the larger of it and 1. */
const eventTimes: Record<Agreement, number> = { exact: 0, rounded: 1e-12 };

const family = (method: Method): Family => (['Radau', 'BDF'].includes(method) ? 'implicit' : 'explicit');

export const tolerances = {
  ofValues: (agreement: Agreement, method: Method) => values[agreement][family(method)],
  ofEventTimes: (agreement: Agreement) => eventTimes[agreement],
};
