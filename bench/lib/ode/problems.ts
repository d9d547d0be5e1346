/** A system in the form that every contender can call. */
export interface OdeProblem {
  readonly name: string;
  readonly y0: readonly number[];
  readonly rhs: (t: number, y: ArrayLike<number>, dy: Float64Array | number[]) => void;
  /** End of the timed interval, and of one short enough to compare values. */
  readonly end: number;
  readonly shortEnd: number;
}

export const TOLERANCES = { rtol: 1e-6, atol: 1e-9 } as const;

const lorenz: OdeProblem = {
  name: 'Lorenz to t = 100',
  y0: [1, 1, 1],
  rhs: (_, y, dy) => {
    const a = y[0]!;
    const b = y[1]!;
    const c = y[2]!;
    dy[0] = 10 * (b - a);
    dy[1] = a * (28 - c) - b;
    dy[2] = a * b - (8 / 3) * c;
  },
  end: 100,
  shortEnd: 5,
};

export const LARGE = 300;

/** E. N. Lorenz, "Predictability: a problem partly solved", 1996, with forcing 8. */
function lorenz96(n: number): OdeProblem {
  return {
    name: `Lorenz-96, n = ${n}, to t = 10`,
    y0: Array.from({ length: n }, (_, i) => (i === 0 ? 8.01 : 8)),
    rhs: (_, y, dy) => {
      for (let i = 0; i < n; i++) {
        const next = i + 1 < n ? y[i + 1]! : y[0]!;
        const last = i > 0 ? y[i - 1]! : y[n - 1]!;
        const beforeLast = i > 1 ? y[i - 2]! : y[n + i - 2]!;
        dy[i] = (next - beforeLast) * last - y[i]! + 8;
      }
    },
    end: 10,
    shortEnd: 0.5,
  };
}

export const problems = { lorenz, lorenz96: lorenz96(LARGE) } as const;
export type ProblemName = keyof typeof problems;

let copies = 0;

/** The problem with a right-hand side of its own: V8 compiles a function for all the arrays that it has ever seen. */
export async function freshProblem(name: ProblemName): Promise<OdeProblem> {
  const module = (await import(`./problems.js?copy=${copies++}`)) as { problems: typeof problems };
  return module.problems[name];
}
