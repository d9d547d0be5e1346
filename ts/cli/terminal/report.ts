import { env } from 'node:process';

import { CommanderError } from 'commander';

import { ArgumentError, DataError } from '../../errors.js';
import { err } from './colours.js';
import { ClosedOutput, tell } from './output.js';

export const exitCodes = { failure: 1, usage: 2 } as const;

/** Tells the user in one sentence what went wrong and answers the exit code. `FERROGRAD_DEBUG=1` shows where, too. */
export function report(error: unknown, command?: string): number {
  if (error instanceof ClosedOutput) return 0;
  tell(`${err.red('error:')} ${sentence(error, command)}`);
  if (env['FERROGRAD_DEBUG'] && error instanceof Error) tell(error.stack ?? '');
  const isUsage =
    error instanceof CommanderError || (error instanceof ArgumentError && !(error instanceof DataError));
  return isUsage ? exitCodes.usage : exitCodes.failure;
}

function sentence(error: unknown, command: string | undefined): string {
  const message = (error instanceof Error ? error.message : String(error)).replaceAll(/\s*\n\s*/g, ' ');
  if (error instanceof CommanderError) return usageSentence(error.code, message, command);
  const isKnown = error instanceof Error && 'operation' in error;
  return isKnown ? message : `${message} (a fault of ferrograd itself; FERROGRAD_DEBUG=1 shows where)`;
}

/** Commander's sentence in our form. */
function usageSentence(code: string, message: string, command: string | undefined): string {
  const plain = message
    .replace(/^error: /, '')
    .replace('is invalid. It', 'is invalid, it')
    .replace(/\.$/, '');
  const isNone = code === 'commander.unknownCommand' || command === undefined;
  return `${plain}; see ferrograd ${isNone ? '' : `${command} `}--help`;
}
