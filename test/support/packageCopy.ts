import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Makes a copy of the built package that a test may damage, without these parts of `dist/`. */
export function copyPackage(leaveOut: readonly string[] = []): string {
  const folder = mkdtempSync(join(tmpdir(), 'ferrograd-'));
  const left = ['browser', ...leaveOut].map((part) => join(root, 'dist', part));
  cpSync(join(root, 'package.json'), join(folder, 'package.json'));
  cpSync(join(root, 'dist'), join(folder, 'dist'), {
    recursive: true,
    filter: (path) => !left.includes(path),
  });
  return folder;
}

export function removePackage(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}

/** Runs a program in a fresh Node, as a module inside a package, with the given `FERROGRAD_BACKEND`. */
export function runNode(
  program: string,
  {
    folder = root,
    backend,
    type = 'module',
  }: { folder?: string; backend?: string; type?: 'module' | 'commonjs' } = {},
) {
  const env: NodeJS.ProcessEnv = { ...process.env, NODE_OPTIONS: '', FERROGRAD_BACKEND: backend };
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [...process.execArgv.filter((flag) => flag.includes('wasm')), `--input-type=${type}`, '-e', program],
    {
      cwd: folder,
      env,
      encoding: 'utf8',
    },
  );
  return { status, stdout: stdout.trim(), stderr };
}
