import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { env, execPath } from 'node:process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
/** The project's folder. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

/** The package as users get it, installed in an empty project. */
export interface InstalledPackage {
  /** The file that would be published. */
  readonly tarball: string;
  /** The user's project. */
  readonly project: string;
  /** The package in its node_modules. */
  readonly folder: string;
  remove(): Promise<void>;
}

/** Packs the package and installs it from the tarball, without a network: by unpacking it, as npm does. */
export async function installPackage(): Promise<InstalledPackage> {
  const project = await mkdtemp(join(tmpdir(), 'ferrograd-package-'));
  const folder = join(project, 'node_modules', 'ferrograd');
  await mkdir(folder, { recursive: true });
  await writeFile(join(project, 'package.json'), '{ "type": "module" }\n');
  const { stdout } = await run('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', project], {
    cwd: root,
    shell: process.platform === 'win32',
  });
  const tarball = join(project, packedName(stdout));
  await run('tar', ['-xzf', tarball, '-C', folder, '--strip-components=1']);
  return { tarball, project, folder, remove: () => rm(project, { recursive: true }) };
}

/** The name of the tarball. npm prints a list, or since version 11 an object by package name. */
function packedName(json: string): string {
  const [packed] = Object.values(JSON.parse(json) as Record<string, { filename: string }>);
  if (!packed) throw new Error(`npm pack printed ${json}`);
  return packed.filename;
}

/** Runs a program of the user's project with plain Node. */
export function node(project: string, args: string[], extraEnv: Record<string, string> = {}) {
  return run(execPath, args, {
    cwd: project,
    env: { ...env, NODE_OPTIONS: '', FERROGRAD_BACKEND: '', ...extraEnv },
  });
}

/** Runs a command of one of this project's packages in the user's project; a failure is returned as its exit code. */
export async function tool(project: string, script: string, args: string[]) {
  try {
    const { stdout } = await run(execPath, [join(root, 'node_modules', script), ...args], { cwd: project });
    return { code: 0, stdout };
  } catch (error) {
    return error as { code: number; stdout: string };
  }
}
