import { readdirSync, rmSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { exit, pid, stderr } from 'node:process';

import { notify } from '../../terminal/output.js';

type SignalName = 'SIGINT' | 'SIGTERM' | 'SIGHUP';

/** A listener to Ctrl-C: the first one asks the work to stop, the second one ends the program at once. */
export interface Interruption {
  /** Aborted by the first signal. */
  readonly signal: AbortSignal;
  /** 128 + the number of the signal, so 130 after Ctrl-C; undefined before. */
  readonly exitCode: number | undefined;
  /** Removes the listeners. */
  stop(): void;
}

/**
 * Listens to SIGINT (Ctrl-C), SIGTERM and SIGHUP.
 *
 * @param sentence says what the first signal leads to
 * @param folder the folder of the output files, from which the second signal removes half-written ones
 */
export function listen(sentence: string, folder: string): Interruption {
  const controller = new AbortController();
  let exitCode: number | undefined;
  const onSignal = (name: SignalName) => {
    if (exitCode !== undefined) leave(exitCode, folder);
    exitCode = 128 + constants.signals[name];
    notify(`\n${sentence}`);
    controller.abort();
  };
  const names: readonly SignalName[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const name of names) process.on(name, onSignal);
  return {
    signal: controller.signal,
    get exitCode() {
      return exitCode;
    },
    stop() {
      for (const name of names) process.off(name, onSignal);
    },
  };
}

/** Turns line breaks and the cursor on again, which a progress bar turns off. */
const RESTORE_TERMINAL = '\u001b[?7h\u001b[?25h';

/** Ends the program at once, without half-written files. */
function leave(code: number, folder: string): never {
  if (stderr.isTTY) stderr.write(`${RESTORE_TERMINAL}\n`);
  // The names that `ts/platform/node/atomicWrite.ts` gives to temporary files of this process.
  const isOwnTemporary = (name: string) =>
    name.startsWith('.ferrograd-') && name.includes(`-${pid}-`) && name.endsWith('.part');
  for (const name of readdirSync(folder).filter(isOwnTemporary)) rmSync(join(folder, name), { force: true });
  exit(code);
}
