import { readdirSync, rmSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { exit, pid, stderr } from 'node:process';

import { tell } from '../../terminal/output.js';

type SignalName = 'SIGINT' | 'SIGTERM' | 'SIGHUP';

/** What ends work early: the first Ctrl-C asks it to stop, the second ends the program at once. */
export interface Interruption {
  readonly signal: AbortSignal;
  /** 130 after Ctrl-C; undefined while nothing interrupted. */
  readonly exitCode: number | undefined;
  /** Leaves signals to the system again. */
  stop(): void;
}

/**
 * Listens to Ctrl-C and its like.
 *
 * @param sentence what the first one leads to, for the user
 * @param folder where files are being written: what the second one finds half-written there goes
 */
export function listen(sentence: string, folder: string): Interruption {
  const controller = new AbortController();
  let exitCode: number | undefined;
  const onSignal = (name: SignalName) => {
    if (exitCode !== undefined) leave(exitCode, folder);
    exitCode = 128 + constants.signals[name];
    tell(`\n${sentence}`);
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

/** A progress bar has turned line breaks and the cursor off. */
const RESTORED = '\u001b[?7h\u001b[?25h';

function leave(code: number, folder: string): never {
  if (stderr.isTTY) stderr.write(`${RESTORED}\n`);
  const isMine = (name: string) =>
    name.startsWith('.ferrograd-') && name.includes(`-${pid}-`) && name.endsWith('.part');
  for (const name of readdirSync(folder).filter(isMine)) rmSync(join(folder, name), { force: true });
  exit(code);
}
