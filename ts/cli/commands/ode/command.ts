import type { Command } from 'commander';

import { ArgumentError } from '../../../errors.js';
import type { CompiledSystem } from '../../../ode/index.js';
import { checkOutputs, writeOutput } from '../../files.js';
import { examples } from '../../help.js';
import {
  assignments,
  collected,
  notNegative,
  numbers,
  positive,
  statePair,
  whole,
} from '../../optionValues.js';
import { checkPictures, savePicture } from '../../pictures.js';
import { csv } from '../../table.js';
import { notify, print, printJson } from '../../terminal/output.js';
import { decodePrimes, readSystem } from './equations.js';
import { occurrences } from './events.js';
import { eventsOf, type Solution, solve, type SolveCommandOptions } from './solve.js';

interface OdeOptions extends SolveCommandOptions {
  readonly param?: Readonly<Record<string, number>>;
  readonly out?: string;
  readonly plot?: string;
  readonly phase?: string;
  readonly states?: string;
  readonly force?: boolean;
  readonly json?: boolean;
}

export function define(command: Command): void {
  command
    .argument(
      '<equations>',
      `such as "x' = v; v' = -x" or "x'' = -x"; or lorenz, lotkaVolterra, vanDerPol, robertson, pendulum`,
    )
    .optionsGroup('Problem:')
    .requiredOption('--y0 <values>', 'values at the start, in the order of the equations or as in x=75,y=110')
    .requiredOption('--span <from,to>', 'the time from start to end', numbers)
    .option('-p, --param <name=value>', 'parameters of the equations, several between commas', assignments)
    .option(
      '--event <expression>',
      'find its roots, unless two lie within one step (see --max-step); may be given several times',
      collected,
    )
    .option('--until <expression>', 'end at its first root')
    .optionsGroup('Method:')
    .option(
      '-m, --method <name>',
      'RK45, RK23, DOP853, Tsit5, Radau or BDF; with --steps euler, heun, midpoint or rungeKutta4',
      'RK45',
    )
    .option('--rtol <tolerance>', 'relative tolerance (default: 1e-3)', notNegative)
    .option('--atol <tolerance>', 'absolute tolerance (default: 1e-6)', notNegative)
    .option('--max-step <length>', 'longest step', positive)
    .option('--steps <n>', 'number of steps, for methods with steps of one size', whole(1))
    .optionsGroup('Output:')
    .option('--points <n>', 'number of equally spaced times, instead of the steps', whole(2))
    .option('--out <file>', 'the table (default: standard output, unless a picture is drawn)')
    .option('--plot <file>', 'picture of the solution over time, .svg or .png')
    .option('--phase <file>', 'picture of two states against each other, .svg or .png')
    .option('--states <two>', 'the states of --phase, such as x,z (default: the first two)')
    .option('-f, --force', 'replace files that exist')
    .option('--json', 'the solution as JSON')
    .addHelpText('after', () =>
      examples(
        [
          `ferrograd ode "x' = .0125*x - .0002*x*y; y' = -.015*y + .00018*x*y" --y0 75,110 --span 0,2000 --phase out.svg`,
          `ferrograd ode "x'' = mu*(1 - x^2)*x' - x" --param mu=100 --y0 2,0 --span 0,300 --method Radau --plot vdp.svg`,
          `ferrograd ode "x'' = -9.81" --y0 0,20 --span 0,9 --event "x'" --until x --plot throw.svg`,
          'ferrograd ode lorenz --param rho=14 --y0 1,1,1 --span 0,40 --points 1000 --out lorenz.csv',
          `ferrograd ode "y' = -2*y" --y0 4 --span 0,4 --method euler --steps 16`,
        ],
        'Expressions may have + - * / ^, brackets, t, pi, e, sin, cos, tan, asin, acos, atan, atan2, sinh, cosh, tanh,\nexp, log, log10, sqrt, abs, sign, min, max and pow.',
      ),
    )
    .action(ode);
}

async function ode(equations: string, options: OdeOptions): Promise<void> {
  const { out, plot, phase, json } = options;
  const pictures = [plot, phase];
  checkPictures('ode', pictures);
  await checkOutputs('ode', [out, ...pictures], options);
  const system = readSystem(equations, options.param ?? {});
  const labels = system.names.map(decodePrimes);
  const components = statePair(options.states ?? true, labels, 'ode');
  if (phase !== undefined && labels.length < 2) throw tooFewStates(labels);

  const hasPicture = plot !== undefined || phase !== undefined;
  const solution = solve(system, options, hasPicture);
  const { t, y, nfev, message } = solution;
  const states = Object.fromEntries(labels.map((label, index) => [label, y[index] ?? new Float64Array()]));
  const table = () => csv({ t, ...states });
  if (out !== undefined) await writeOutput('ode', out, table());
  if (hasPicture) await drawSolution(solution, { system, labels, components, plot, phase });
  const events = occurrences(eventsOf(options), system, solution);
  for (const { event, t: time } of events) notify(`${event} = 0 at t = ${Number(time.toPrecision(9))}`);
  if (json) await printJson({ t, y: states, nfev, message, parameters: system.parameters, events });
  else if (out === undefined && !hasPicture) await print(table());
  else notify(`${t.length} points in time, ${nfev} evaluations: ${message}`);
}

interface PictureRequest {
  readonly system: CompiledSystem;
  readonly labels: readonly string[];
  readonly components: readonly [number, number];
  readonly plot: string | undefined;
  readonly phase: string | undefined;
}

async function drawSolution(solved: Solution, request: PictureRequest): Promise<void> {
  const solution = solved.t.length < MANY_STEPS ? solved : refined(solved);
  const { system, labels, components, plot, phase } = request;
  const draw = await import('../../../plot/index.js');
  if (plot !== undefined) await savePicture('ode', draw.solution(solution, { labels }), plot);
  if (phase === undefined) return;
  const field = labels.length === 2 && components.join() === '0,1' ? system : undefined;
  await savePicture('ode', draw.phase(solution, { labels, components, field }), phase);
}

/** Solutions of so many steps are drawn as straight lines between them (`smooth` in `ts/plot/solutions.ts`). */
const MANY_STEPS = 400;
/** Points drawn for each of these steps, so that the curve shows no corners. */
const POINTS_PER_STEP = 4;

/** The solution with points between its steps, where it has dense output. */
function refined({ t, sol, ...rest }: Solution): Solution {
  if (!sol) return { t, ...rest };
  const count = (t.length - 1) * POINTS_PER_STEP + 1;
  const times = Float64Array.from({ length: count }, (_, index) => {
    const [step, share] = [Math.floor(index / POINTS_PER_STEP), (index % POINTS_PER_STEP) / POINTS_PER_STEP];
    const [start = NaN, end = start] = t.subarray(step, step + 2);
    return start + share * (end - start);
  });
  return { ...rest, t: times, y: sol(times) };
}

function tooFewStates(labels: readonly string[]): ArgumentError {
  return new ArgumentError({
    code: 'phase',
    operation: 'ode',
    actual: `the only state is ${labels.join()}`,
    expected: 'but a phase plot needs two',
    remedy: 'use --plot, which draws it over time',
  });
}
