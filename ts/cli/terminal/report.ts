import { env } from 'node:process';

import { CommanderError } from 'commander';

import { ArgumentError, DataError } from '../../errors.js';
import { ClosedOutput, err, notify } from './output.js';

export const exitCodes = { failure: 1, usage: 2 } as const;

/** Reports in one sentence what went wrong, and returns the exit code. `FERROGRAD_DEBUG=1` adds the stack. */
export function report(error: unknown, command?: string): number {
  if (error instanceof ClosedOutput) return 0;
  notify(`${err.red('error:')} ${sentence(error, command)}`);
  if (env['FERROGRAD_DEBUG'] && error instanceof Error) notify(error.stack ?? '');
  const isUsage =
    error instanceof CommanderError || (error instanceof ArgumentError && !(error instanceof DataError));
  return isUsage ? exitCodes.usage : exitCodes.failure;
}

function sentence(error: unknown, command: string | undefined): string {
  const message = (error instanceof Error ? error.message : String(error)).replaceAll(/\s*\n\s*/g, ' ');
  if (error instanceof CommanderError) return usageSentence(error.code, message, command);
  const isKnown = error instanceof Error && 'operation' in error;
  return isKnown ? message : `${message} (this is a bug in ferrograd; FERROGRAD_DEBUG=1 shows where)`;
}

/** Commander's message in the form of our own. */
function usageSentence(code: string, message: string, command: string | undefined): string {
  const plain = message
    .replace(/^error: /, '')
    .replace('is invalid. It', 'is invalid, it')
    .replace(/\.$/, '');
  const isNone = code === 'commander.unknownCommand' || command === undefined;
  return `${plain}; see ferrograd ${isNone ? '' : `${command} `}--help`;
}
