import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

import { type Method, type OdeEvent, type OdeSolution, solveIvp, type SolveOptions } from 'ferrograd';
import { describe, expect, test } from 'vitest';

import { tolerances } from './agreement.js';
import { type Problem, problems } from './problems/index.js';
import type { ProblemEvent, State } from './problems/problem.js';

/** One solve by SciPy; `make_ode_fixtures.py` made it. */
interface Run {
  method: Method;
  rtol: number;
  status: number;
  steps: number;
  nfev: number;
  njev: number;
  nlu: number;
  /** Start of the SHA-256 of t and y at every step. */
  bits: string;
  /** The last values. */
  end: number[];
  /** Evaluations when values at four points are wanted, too. */
  nfevAtPoints: number;
  /** Those values, one row a component. */
  y: number[][];
  tEvents?: number[][];
}

const { problems: runs } = JSON.parse(
  readFileSync(new URL('../fixtures/ode/scipy.json', import.meta.url), 'utf8'),
) as { problems: Record<string, Run[]> };

test('SciPy has solved every problem here', () => {
  expect(Object.keys(runs).sort()).toEqual(Object.keys(problems).sort());
});

describe.each(Object.entries(problems))('%s as SciPy solves it', (name, problem) => {
  test.each(runs[name] ?? [])('$method, rtol $rtol', (run) => {
    const stepped = solve(problem, run);
    const { status, nfev, njev, nlu } = run;
    expect({ steps: stepped.t.length - 1, status: stepped.status, ...counts(stepped) }).toEqual({
      steps: run.steps,
      status,
      nfev,
      njev,
      nlu,
    });
    const tolerance = tolerances.ofValues(problem.agreement, run.method);
    if (tolerance === 0) expect(bits(stepped)).toBe(run.bits);
    expectValues(
      ends(stepped),
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

function solve(problem: Problem, { method, rtol }: Run, more: SolveOptions = {}): OdeSolution {
  const { fun, span, y0, jac, events, maxStep, firstStep } = problem;
  return solveIvp(onState(fun), span, y0, {
    method,
    rtol,
    atol: rtol / 1000,
    ...(jac && { jac: typeof jac === 'function' ? onState(jac) : jac }),
    ...(events && { events: events.map(eventOf) }),
    ...(maxStep !== undefined && { maxStep }),
    ...(firstStep !== undefined && { firstStep }),
    ...more,
  });
}

function onState<R>(fun: (t: number, y: State) => R): (t: number, y: Float64Array) => R {
  return (t, y) => fun(t, y as unknown as State);
}

function eventOf({ value, ...rest }: ProblemEvent): OdeEvent {
  return { event: onState(value), ...rest };
}

function counts({ nfev, njev, nlu }: OdeSolution) {
  return { nfev, njev, nlu };
}

function quarters([t0, t1]: [number, number]): number[] {
  return [1, 2, 3, 4].map((k) => t0 + (t1 - t0) * (k / 4));
}

function ends({ y }: OdeSolution): number[][] {
  return y.map((row) => [...row.slice(-1)]);
}

function bits({ t, y }: OdeSolution): string {
  return createHash('sha256').update(t).update(y.data).digest('hex').slice(0, 16);
}

/** Every value within `tolerance` of the expected one, relative to the largest of its component. */
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
