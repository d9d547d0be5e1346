import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chdir, cwd, env, execPath, stderr, stdout } from 'node:process';
import { fileURLToPath } from 'node:url';

import { afterEach, beforeEach, expect, vi } from 'vitest';

export const program = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

/** What a command or a process left behind. */
export interface Outcome {
  /** The exit code; null where a signal ended the process. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface ProcessOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Modules of this folder that the process loads before the program, to change what it runs in. */
  readonly preload?: readonly string[];
  /** Called whenever the process writes to standard error, with all that it has written there so far. */
  readonly onError?: (text: string, interrupt: (signal: NodeJS.Signals) => void) => void;
}

let folder = '';

/** Gives each test of the file an empty folder, in which commands run. */
export function useFolder(): void {
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ferrograd-cli-'));
  });
  afterEach(() => rm(folder, { recursive: true }));
}

export const inFolder = (name: string) => join(folder, name);

// Settings of this process would change what a command prints and which backend it uses.
Object.assign(env, { NODE_OPTIONS: '', FERROGRAD_BACKEND: '', NO_COLOR: '' });
delete env['FORCE_COLOR'];

/**
 * Runs a command in this process, which spares the start of a process and the loading of the library for each. Signals,
 * pipes, exits and the environment need a process of their own: `ferrogradProcess` and `shell`.
 */
export async function ferrograd(args: readonly string[]): Promise<Outcome> {
  const { run } = await import('../../dist/cli/run.js');
  const written = { stdout: '', stderr: '' };
  const capture = (name: 'stdout' | 'stderr', stream: NodeJS.WriteStream) =>
    vi.spyOn(stream, 'write').mockImplementation(((data: string | Uint8Array, done?: () => void) => {
      written[name] += Buffer.from(data as Uint8Array).toString();
      done?.();
      return true;
    }) as typeof stream.write);
  const spies = [capture('stdout', stdout), capture('stderr', stderr)];
  const earlier = cwd();
  chdir(folder || tmpdir());
  try {
    const code = await run(args);
    return { code, ...written };
  } finally {
    chdir(earlier);
    process.exitCode = undefined;
    for (const spy of spies) spy.mockRestore();
  }
}

/** Runs a command in a process of its own, as a user does. */
export function ferrogradProcess(args: readonly string[], options: ProcessOptions = {}): Promise<Outcome> {
  const { preload = [] } = options;
  const imports = preload.map((name) => `--import=${new URL(name, import.meta.url).href}`);
  return start(execPath, [...imports, program, ...args], options);
}

/** Runs a line of the shell, in which `ferrograd` is the program. */
export function shell(line: string, options: ProcessOptions = {}): Promise<Outcome> {
  const definition = `ferrograd() { "${execPath}" "${program}" "$@"; }`;
  return start('bash', ['-c', `${definition}\n${line}`], options);
}

function start(command: string, args: readonly string[], options: ProcessOptions): Promise<Outcome> {
  const child = spawn(command, args, { cwd: folder || tmpdir(), env: { ...env, ...options.env } });
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

/** Expects a refusal: the exit code, and one sentence without a trace of JavaScript. */
export function expectRefusal(outcome: Outcome, code: number, message: RegExp): void {
  const { stderr, stdout } = outcome;
  expect(stderr).toMatch(message);
  expect(stderr).toMatch(/^error: [^\n]+\n$/);
  expect(stderr).not.toMatch(/\bat .*[:(]\d+|node:internal|bug in ferrograd/);
  expect(stdout).toBe('');
  expect(outcome.code).toBe(code);
}
