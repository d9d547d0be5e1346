import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

import { type Method, type OdeEvent, type OdeSolution, solveIvp, type SolveOptions } from 'ferrograd';
import { describe, expect, test } from 'vitest';

import { tolerances } from './agreement.js';
import { type Problem, problems } from './problems/index.js';
import type { ProblemEvent, State } from './problems/problem.js';

/** One solve by SciPy, written by `make_ode_fixtures.py`. */
interface Run {
  method: Method;
  rtol: number;
  status: number;
  steps: number;
  nfev: number;
  njev: number;
  nlu: number;
  /** The first 16 digits of the SHA-256 of t and y at every step. */
  bits: string;
  /** The values at the end. */
  end: number[];
  /** Number of evaluations with a `tEval` of four times. */
  nfevAtPoints: number;
  /** The values at these times, one row for each component. */
  y: number[][];
  tEvents?: number[][];
}

const { problems: runs } = JSON.parse(
  readFileSync(new URL('../fixtures/ode/scipy.json', import.meta.url), 'utf8'),
) as { problems: Record<string, Run[]> };

test('every problem has a fixture', () => {
  expect(Object.keys(runs).sort()).toEqual(Object.keys(problems).sort());
});

describe.each(Object.entries(problems))('%s', (name, problem) => {
  test.each(runs[name] ?? [])('is solved as by SciPy: $method, rtol $rtol', (run) => {
    const stepped = solve(problem, run);
    const { status, nfev, njev, nlu } = run;
    expect({ steps: stepped.t.length - 1, status: stepped.status, ...stats(stepped) }).toEqual({
      steps: run.steps,
      status,
      nfev,
      njev,
      nlu,
    });
    const tolerance = tolerances.ofValues(problem.agreement, run.method);
    if (tolerance === 0) expect(digest(stepped)).toBe(run.bits);
    expectValues(
      lastValues(stepped),
      run.end.map((value) => [value]),
      tolerance,
    );

    const atPoints = solve(problem, run, { tEval: quarters(problem.span) });
    expect(atPoints.nfev).toBe(run.nfevAtPoints);
    expectValues(atPoints.y, run.y, tolerance);
    run.tEvents?.forEach((times, event) => {
      const found = atPoints.tEvents?.[event] ?? [];
      expect(found).toHaveLength(times.length);
      times.forEach((time, i) => {
        const error = Math.abs((found[i] ?? NaN) - time) / Math.max(1, Math.abs(time));
        expect(error).toBeLessThanOrEqual(tolerances.ofEventTimes(problem.agreement));
      });
    });
  });
});

function solve(problem: Problem, { method, rtol }: Run, options: SolveOptions = {}): OdeSolution {
  const { fun, span, y0, jac, events, maxStep, firstStep } = problem;
  return solveIvp(onState(fun), span, y0, {
    method,
    rtol,
    atol: rtol / 1000,
    ...(jac && { jac: typeof jac === 'function' ? onState(jac) : jac }),
    ...(events && { events: events.map(eventOf) }),
    ...(maxStep !== undefined && { maxStep }),
    ...(firstStep !== undefined && { firstStep }),
    ...options,
  });
}

function onState<R>(fun: (t: number, y: State) => R): (t: number, y: Float64Array) => R {
  return (t, y) => fun(t, y as unknown as State);
}

function eventOf({ value, ...rest }: ProblemEvent): OdeEvent {
  return { event: onState(value), ...rest };
}

function stats({ nfev, njev, nlu }: OdeSolution) {
  return { nfev, njev, nlu };
}

function quarters([t0, t1]: [number, number]): number[] {
  return [1, 2, 3, 4].map((k) => t0 + (t1 - t0) * (k / 4));
}

function lastValues({ y }: OdeSolution): number[][] {
  return y.map((row) => [...row.slice(-1)]);
}

function digest({ t, y }: OdeSolution): string {
  return createHash('sha256').update(t).update(y.data).digest('hex').slice(0, 16);
}

/** Expects every value within `tolerance` of the expected one, relative to the largest of its component. */
function expectValues(
  actual: readonly ArrayLike<number>[],
  expected: readonly number[][],
  tolerance: number,
): void {
  expect(actual).toHaveLength(expected.length);
  expected.forEach((row, component) => {
    const size = Math.max(...row.map(Math.abs));
    row.forEach((value, i) => {
      const error = Math.abs((actual[component]?.[i] ?? NaN) - value) / (size || 1);
      expect(error, `component ${component} at point ${i}, expected ${value}`).toBeLessThanOrEqual(tolerance);
    });
  });
}
