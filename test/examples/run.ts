import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { expect } from 'vitest';

/** Runs an example as a user does, and returns what it printed. */
export function runExample(name: string, ...options: readonly string[]): string {
  const root = fileURLToPath(new URL('../..', import.meta.url));
  const command = ['--import', 'tsx', `examples/${name}.ts`, ...options];
  const { stdout, stderr, status } = spawnSync(process.execPath, command, { cwd: root, encoding: 'utf8' });
  expect(status, stderr).toBe(0);
  const source = readFileSync(join(root, 'examples', `${name}.ts`), 'utf8');
  if (source.includes('savePicture')) expectPictures(stdout, root);
  return stdout;
}

/** Checks that the output names at least one picture, and that these files are pictures. */
export function expectPictures(output: string, root: string): void {
  const files = [...output.matchAll(/^picture: (.+)$/gm)].map(([, file]) => join(root, file!));
  expect(files.length).toBeGreaterThan(0);
  for (const file of files) expect(readFileSync(file, 'utf8')).toMatch(/^<svg [^]*<\/svg>$/);
}

/** The first number after a text in the output. */
export function numberAfter(output: string, text: string): number {
  const found = new RegExp(`${text}\\D*?(-?\\d[\\d,]*(?:\\.\\d+)?(?:e[+-]?\\d+)?)`).exec(output);
  expect(found, `"${text}" in ${output}`).not.toBeNull();
  return Number(found?.[1]?.replaceAll(',', ''));
}

/** Whether a file or folder of data exists; tests that need it are skipped visibly otherwise. */
export function hasData(name: string): boolean {
  const root = process.env['FERROGRAD_DATA'];
  return root !== undefined && existsSync(join(root, name));
}
