import { createRequire } from 'node:module';

import { type CompiledSystem, solveIvp } from 'ferrograd';

import { solveRk45 } from './handWritten.js';
import { type OdeProblem, TOLERANCES } from './problems.js';

/** A solver that takes a problem to a time and returns the last values. */
export interface Contender {
  readonly name: string;
  solve(problem: OdeProblem, end: number): ArrayLike<number>;
}

export const javascript: Contender = {
  name: 'ferrograd, JavaScript right-hand side',
  solve: ({ rhs, y0 }, end) => lastOf(solveIvp(rhs, [0, end], y0, TOLERANCES).y),
};

export function compiled(name: string, system: CompiledSystem): Contender {
  return {
    name: `ferrograd, ${name}`,
    solve: ({ y0 }, end) => lastOf(solveIvp(system, [0, end], y0, TOLERANCES).y),
  };
}

export const handWritten: Contender = {
  name: 'hand-written JavaScript stepper',
  solve: (problem, end) => solveRk45(problem, end),
};

interface OdexSolver {
  absoluteTolerance: number;
  relativeTolerance: number;
  solve(
    f: (x: number, y: number[]) => number[],
    x0: number,
    y0: readonly number[],
    end: number,
  ): { readonly y: number[] };
}

/** odex has no type declarations. */
const { Solver } = createRequire(import.meta.url)('odex') as { Solver: new (n: number) => OdexSolver };

/** Extrapolation by Gragg, Bulirsch and Stoer. */
export const odex: Contender = {
  name: 'odex 2.0',
  solve({ rhs, y0 }, end) {
    const solver = new Solver(y0.length);
    solver.absoluteTolerance = TOLERANCES.atol;
    solver.relativeTolerance = TOLERANCES.rtol;
    const f = (x: number, y: number[]) => {
      const dy = new Array<number>(y.length);
      rhs(x, y, dy);
      return dy;
    };
    return solver.solve(f, 0, y0, end).y;
  },
};

function lastOf(rows: readonly Float64Array[]): number[] {
  return rows.map((row) => row.at(-1)!);
}
