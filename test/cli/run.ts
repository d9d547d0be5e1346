import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { env, execPath } from 'node:process';
import { fileURLToPath } from 'node:url';

import { afterEach, beforeEach, expect } from 'vitest';

export const program = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

/** What a process left behind. */
export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Called with all that was written to standard error so far, whenever something is. */
  readonly onError?: (text: string, interrupt: (signal: NodeJS.Signals) => void) => void;
}

let folder = '';

/** Each test of the file has an empty folder, in which it runs. */
export function useFolder(): void {
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ferrograd-cli-'));
  });
  afterEach(() => rm(folder, { recursive: true }));
}

export const inFolder = (name: string) => join(folder, name);

/** Runs the command line as a user does, with nothing of this process's colours and settings. */
export function ferrograd(args: readonly string[], options: RunOptions = {}): Promise<Outcome> {
  return start(execPath, [program, ...args], options);
}

/** Runs a line of the shell, in which `ferrograd` is the program. */
export function shell(line: string, options: RunOptions = {}): Promise<Outcome> {
  const definition = `ferrograd() { "${execPath}" "${program}" "$@"; }`;
  return start('bash', ['-c', `${definition}\n${line}`], options);
}

function start(command: string, args: readonly string[], options: RunOptions): Promise<Outcome> {
  const plain = { ...env, NODE_OPTIONS: '', FERROGRAD_BACKEND: '', NO_COLOR: '', FORCE_COLOR: '' };
  delete (plain as Record<string, string | undefined>)['FORCE_COLOR'];
  const child = spawn(command, args, { cwd: folder || tmpdir(), env: { ...plain, ...options.env } });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (data: Buffer) => void (stdout += data.toString()));
  child.stderr.on('data', (data: Buffer) => {
    stderr += data.toString();
    options.onError?.(stderr, (signal) => child.kill(signal));
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
}

/** A refusal: the code, and one sentence without a trace of JavaScript. */
export function expectRefusal(outcome: Outcome, code: number, message: RegExp): void {
  const { stderr, stdout } = outcome;
  expect(stderr).toMatch(message);
  expect(stderr).toMatch(/^error: [^\n]+\n$/);
  expect(stderr).not.toMatch(/\bat .*[:(]\d+|node:internal|fault of ferrograd/);
  expect(stdout).toBe('');
  expect(outcome.code).toBe(code);
}
