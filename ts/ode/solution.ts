import type { RawSolution } from '../backend/ode/solution.js';
import { interpolant } from './interpolant.js';
import { rowsOf } from './rows.js';
import type { OdeSolution } from './types.js';

/** Messages of `OdeSolution`: SciPy's own where SciPy has one. */
const messages: Record<RawSolution['termination'], string> = {
  finished: 'The solver successfully reached the end of the integration interval.',
  event: 'A termination event occurred.',
  stepTooSmall: 'Required step size is less than spacing between numbers.',
  notANumber: 'The right-hand side is not a number at the start.',
  maxSteps: 'The allowed number of steps was taken before the end of the interval.',
  interrupted: 'The signal stopped the solve.',
};

/** Turns the kernels' solution into the public one. */
export function toSolution(raw: RawSolution, denseOutput: boolean): OdeSolution {
  const { termination, events, n, nfev, njev, nlu, t } = raw;
  const status = termination === 'finished' ? 0 : termination === 'event' ? 1 : -1;
  return {
    t,
    y: rowsOf(raw.y, n, t.length),
    sol: denseOutput ? interpolant(raw) : undefined,
    tEvents: events.length === 0 ? undefined : events.map((event) => event.t),
    yEvents: events.length === 0 ? undefined : events.map((event) => rowsOf(event.y, event.t.length, n)),
    nfev,
    njev,
    nlu,
    status,
    message: messages[termination],
    success: status >= 0,
  };
}
