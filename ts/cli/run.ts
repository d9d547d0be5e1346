import { CommanderError } from 'commander';

import { makeProgram } from './program.js';
import { print } from './terminal/output.js';
import { report } from './terminal/report.js';

/**
 * Runs the command line and returns the exit code: 0 done, 1 failed, 2 wrong usage, 128 + the number of the signal that
 * ended the work (130 for Ctrl-C).
 *
 * @param args the arguments behind the program's name
 */
export async function run(args: readonly string[]): Promise<number> {
  const help: string[] = [];
  const program = makeProgram((text) => help.push(text));
  try {
    let code = 0;
    try {
      await program.parseAsync(withHelpLast(args), { from: 'user' });
      code = Number(process.exitCode ?? 0);
    } catch (error) {
      if (!(error instanceof CommanderError) || error.exitCode !== 0) throw error;
    }
    if (help.length > 0) await print(help.join(''));
    return code;
  } catch (error) {
    return report(error, program.args[0]);
  }
}

/** Turns `help train` into `train --help`: the options of a command are known only when it is called. */
function withHelpLast(args: readonly string[]): readonly string[] {
  const [first, command] = args;
  if (args.length === 0) return ['--help'];
  if (first !== 'help') return args;
  return command === undefined ? ['--help'] : [command, '--help'];
}
