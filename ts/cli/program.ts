import { Command } from 'commander';

import { examples, version } from './help.js';
import { out } from './terminal/output.js';

/** What `commands/<name>/command.ts` exports. */
interface CommandModule {
  /** Adds the arguments, the options and the action. */
  readonly define: (command: Command) => void;
}

/** The commands, each loaded only when it is called: that keeps the start of the program at a few milliseconds. */
const commands: Readonly<Record<string, readonly [summary: string, load: () => Promise<CommandModule>]>> = {
  train: ['train a network on a data set or a file', () => import('./commands/train/command.js')],
  predict: ['predict classes or values of new samples', () => import('./commands/predict/command.js')],
  evaluate: [
    'measure a model on samples whose targets are known',
    () => import('./commands/evaluate/command.js'),
  ],
  summary: [
    'list the layers of a model and how it was trained',
    () => import('./commands/summary/command.js'),
  ],
  plot: ['draw histories, solutions and models', () => import('./commands/plot/command.js')],
  ode: ['solve differential equations', () => import('./commands/ode/command.js')],
  fit: ['fit a curve to columns of a table', () => import('./commands/fit/command.js')],
  doctor: ['show which backend runs here, and why', () => import('./commands/doctor/command.js')],
  bench: ['measure the kernels beside the peak of this machine', () => import('./commands/bench/command.js')],
};

/**
 * The command line, without the options of the commands, which are added when one is called.
 *
 * @param writeHelp receives the text of `--help` and `--version`
 */
export function makeProgram(writeHelp: (text: string) => void): Command {
  const program = new Command('ferrograd')
    .description('Train networks and solve differential equations, at native speed.')
    .version(version(), '-v, --version', 'show the version')
    .usage('<command> [options]')
    .helpOption('-h, --help', 'show this help, or that of a command')
    .helpCommand(false)
    .exitOverride()
    .configureOutput({
      writeOut: writeHelp,
      // `report` writes the errors.
      outputError: () => undefined,
      getOutHelpWidth: () => Math.min(process.stdout.columns || 100, 100),
      getOutHasColors: () => out.isColorSupported,
    })
    .configureHelp({
      styleTitle: out.bold,
      styleCommandText: out.cyan,
      styleSubcommandText: out.cyan,
      styleOptionText: out.cyan,
      styleArgumentText: out.cyan,
    })
    .addHelpText('after', () =>
      examples(
        [
          'ferrograd train digits',
          'ferrograd train mnist --layers 784-30-10 --optimizer sgd --rate 3 --loss quadratic --batch 10',
          `ferrograd ode "x'=.0125*x-.0002*x*y; y'=-.015*y+.00018*x*y" --y0 75,110 --span 0,2000 --phase out.svg`,
          'ferrograd fit measured.csv --polynomial 2 --plot fit.svg',
          'ferrograd train --help',
        ],
        'Exit codes: 0 done, 1 failed, 2 wrong usage, 130 interrupted. Colours follow NO_COLOR.',
      ),
    );
  for (const [name, [summary]] of Object.entries(commands))
    program.command(name).summary(summary).description(sentence(summary));
  program.hook('preSubcommand', async (_, command) => {
    const module = await commands[command.name()]?.[1]();
    module?.define(command);
  });
  return program;
}

function sentence(summary: string): string {
  return `${summary.charAt(0).toUpperCase()}${summary.slice(1)}.`;
}
