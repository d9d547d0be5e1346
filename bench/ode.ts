import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';

import { backend, solveEnsemble, solveIvp, system, systems } from 'ferrograd';
import { Bench } from 'tinybench';

import { ONE_THREAD, pythonCommand } from './lib/commands.js';
import { machineLine } from './lib/machine.js';
import { compiled, type Contender, handWritten, javascript, odex } from './lib/ode/contenders.js';
import { freshProblem, LARGE, type ProblemName, problems, TOLERANCES } from './lib/ode/problems.js';
import { spread, type Spread } from './lib/statistics.js';
import { ratio, seconds, secondsRange, table } from './lib/table.js';
import { Worker } from './lib/worker.js';
import { peersPython } from './peers/python.js';

const USAGE = `Usage: npx tsx bench/ode.ts [options]
  Solves differential equations by RK45 (rtol 1e-6, atol 1e-9) with ferrograd, a stepper written by hand in
  JavaScript, odex and, with --peers, SciPy, in turn; then an ensemble against the same solves one by one.
  --peers     also with SciPy
  --rounds N  solves of each after the cold one (30)`;

export interface OdeRow extends Spread {
  readonly problem: string;
  readonly name: string;
  /** The first call in this process. */
  readonly cold: number;
}

const lorenzText = system(
  { x: 'sigma*(y - x)', y: 'x*(rho - z) - y', z: 'x*y - beta*z' },
  { sigma: 10, rho: 28, beta: 8 / 3 },
);

/** Runs every comparison and prints its table. */
export async function odeReport({ peers = false, rounds = 30 } = {}): Promise<readonly OdeRow[]> {
  const scipy = peers ? await startScipy() : undefined;
  const small = [compiled('built-in', systems.lorenz()), compiled('expression', lorenzText), javascript];
  const ask = (name: ProblemName, n: number) => scipy && ((end: number) => scipy(name, n, end));
  const rows = [
    ...(await compare('lorenz', [...small, handWritten, odex], rounds, ask('lorenz', 3))),
    ...(await compare(
      'lorenz96',
      [javascript, handWritten, odex],
      Math.ceil(rounds / 3),
      ask('lorenz96', LARGE),
    )),
    ...(await ensembleRows(Math.ceil(rounds / 6))),
  ];
  await scipy?.end();
  return rows;
}

type Ask = (end: number) => Promise<{ readonly seconds: number; readonly y: readonly number[] }>;

/**
 * Times one solve of each contender a round, in turn. The first call of each is cold; then all have to agree on a short
 * interval.
 */
async function compare(
  name: ProblemName,
  contenders: readonly Contender[],
  rounds: number,
  scipy: Ask | undefined,
): Promise<OdeRow[]> {
  const problem = problems[name];
  const runs = await Promise.all(
    contenders.map(async (one) => {
      const own = await freshProblem(name);
      return { name: one.name, solve: (end: number) => one.solve(own, end) };
    }),
  );
  const cold = runs.map((one) => timed(() => one.solve(problem.end)));
  const expected = runs[0]!.solve(problem.shortEnd);
  for (const one of runs) verify(one.name, one.solve(problem.shortEnd), expected);
  if (scipy) verify('SciPy', (await scipy(problem.shortEnd)).y, expected);

  const samples = runs.map((): number[] => []);
  const scipySamples: number[] = [];
  for (let round = 0; round < rounds; round++) {
    for (const [index, one] of runs.entries()) {
      samples[index]!.push(await sample(one.name, () => one.solve(problem.end)));
    }
    if (scipy && round % 10 === 0) scipySamples.push((await scipy(problem.end)).seconds);
  }
  const rows = runs.map((one, i) => row(problem.name, one.name, samples[i]!, cold[i]!));
  if (scipy) rows.push(row(problem.name, 'SciPy', scipySamples, scipySamples[0]!));
  print(problem.name, rows, await stepsOf(name));
  return rows;
}

/** 10,000 trajectories with steps of their own, against as many calls of `solveIvp`. */
async function ensembleRows(rounds: number): Promise<OdeRow[]> {
  const name = '10,000 Lotka–Volterra trajectories to t = 10';
  const text = system({ x: 'a*x - b*x*y', y: 'd*x*y - c*y' }, { a: 1.5, b: 1, c: 3, d: 1 });
  const builtIn = systems.lotkaVolterra();
  const y0s = Array.from({ length: 10_000 }, (_, i) => [5 + i / 1000, 5]);
  const together = (one: typeof text, threads: number) => () =>
    solveEnsemble(one, [0, 10], y0s, {}, { ...TOLERANCES, threads }).y.data;
  const oneByOne = (one: typeof text) => () =>
    Float64Array.from(
      y0s.flatMap((y0) => solveIvp(one, [0, 10], y0, TOLERANCES).y.map((row) => row.at(-1)!)),
    );
  const tasks: [string, () => Float64Array][] = [
    ['ensemble, built-in, one thread', together(builtIn, 1)],
    ['ensemble, built-in, all cores', together(builtIn, 0)],
    ['one by one, built-in', oneByOne(builtIn)],
    ['ensemble, expression, one thread', together(text, 1)],
    ['one by one, expression', oneByOne(text)],
  ];
  const cold = tasks.map(([, work]) => timed(work));
  const expected = oneByOne(builtIn)();
  for (const [task, work] of tasks) {
    if (work().some((value, i) => !Object.is(value, expected[i])))
      throw new Error(`${task}: the result is not bitwise identical to that of single solves`);
  }
  const samples = tasks.map((): number[] => []);
  for (let round = 0; round < rounds; round++) {
    for (const [index, [task, work]] of tasks.entries()) samples[index]!.push(await sample(task, work));
  }
  const rows = tasks.map(([task], i) => row(name, task, samples[i]!, cold[i]!));
  print(name, rows, undefined);
  return rows;
}

/** Seconds of one run, timed by tinybench. */
async function sample(name: string, work: () => unknown): Promise<number> {
  const bench = new Bench({ time: 0, iterations: 1, warmup: false, retainSamples: true, throws: true });
  bench.add(name, () => void work());
  const [task] = await bench.run();
  if (task?.result.state !== 'completed') throw new Error(`${name}: the benchmark did not complete`);
  return task.result.latency.mean / 1e3;
}

function timed(work: () => unknown): number {
  const start = performance.now();
  work();
  return (performance.now() - start) / 1e3;
}

/** Throws unless the values agree within what the tolerances leave on a short interval. */
function verify(name: string, actual: ArrayLike<number>, expected: ArrayLike<number>): void {
  for (let i = 0; i < expected.length; i++) {
    const error = Math.abs(actual[i]! - expected[i]!) / Math.max(1, Math.abs(expected[i]!));
    if (!(error < 1e-3)) throw new Error(`${name}: y[${i}] is ${actual[i]!}, expected ${expected[i]!}`);
  }
}

async function stepsOf(name: ProblemName): Promise<number> {
  const { rhs, y0, end } = await freshProblem(name);
  return solveIvp(rhs, [0, end], y0, TOLERANCES).t.length - 1;
}

function row(problem: string, name: string, samples: readonly number[], cold: number): OdeRow {
  return { problem, name, ...spread(samples), cold };
}

function print(problem: string, rows: readonly OdeRow[], steps: number | undefined): void {
  console.log(`\n### ${problem}${steps === undefined ? '' : `, ${steps} steps of RK45`}\n`);
  const [base] = rows;
  const lines = rows.map((one) => [
    one.name,
    seconds(one.median),
    secondsRange(one),
    seconds(one.cold),
    steps === undefined || one.name.startsWith('odex') ? '' : ((one.median / steps) * 1e9).toFixed(0),
    ratio({ median: one.median / base!.median, p25: one.p25 / base!.median, p75: one.p75 / base!.median }),
  ]);
  console.log(table(['solver', 'median', 'p25 – p75', 'first call', 'ns a step', 'to the first'], lines));
}

async function startScipy() {
  const worker = new Worker('SciPy', pythonCommand(peersPython(), 'scipy_ode.py'), ONE_THREAD);
  await worker.next();
  const ask = (name: string, n: number, end: number) =>
    worker.request<{ seconds: number; y: number[] }>(`solve ${name} ${n} ${end}`);
  return Object.assign(ask, { end: () => worker.end() });
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      peers: { type: 'boolean', default: false },
      rounds: { type: 'string', default: '30' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return;
  }
  console.log(machineLine());
  console.log(`backend: ${backend.name} (${backend.instructionSet})`);
  await odeReport({ peers: values.peers, rounds: Number(values.rounds) });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await main();
