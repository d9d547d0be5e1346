import { CommanderError } from 'commander';

import { makeProgram } from './program.js';
import { ignoreClosedStreams, print } from './terminal/output.js';
import { report } from './terminal/report.js';

/**
 * Runs the command line and answers the exit code: 0 done, 1 failed, 2 wrong usage, 128 + the signal's number where
 * one ended the work (130 for Ctrl-C).
 *
 * @param args as they stand behind the program's name
 */
export async function run(args: readonly string[]): Promise<number> {
  ignoreClosedStreams();
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

/** `help train` means `train --help`: only a command that is called has its options. */
function withHelpLast(args: readonly string[]): readonly string[] {
  const [first, command] = args;
  if (args.length === 0) return ['--help'];
  if (first !== 'help') return args;
  return command === undefined ? ['--help'] : [command, '--help'];
}
