import { spawn, spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, readFileSync, statSync } from 'node:fs';
import { constants as os } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { env, execPath, platform } from 'node:process';

import { inRoot, root } from './paths.js';

/** A failure to tell the user in one sentence, without a stack trace. */
export class Failure extends Error {
  /** @param {string} message @param {number} [exitCode] */
  constructor(message, exitCode = 1) {
    super(message);
    this.name = 'Failure';
    this.exitCode = exitCode;
  }
}

/**
 * @typedef {object} RunOptions
 * @property {NodeJS.ProcessEnv} [env] added to this process's environment
 * @property {string} [cwd] default: the project folder
 * @property {boolean} [quiet] hold the output back and show it only when the command fails
 * @property {string} [input] text for standard input
 */

/**
 * Run a command to its end and return its exit code (128 + n when signal n ended it).
 * The output is returned too when it was held back.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<{ code: number, output: string }>}
 */
export function exec(command, args, options = {}) {
  const out = options.quiet ? 'pipe' : 'inherit';
  const child = spawn(command, args, {
    cwd: options.cwd ?? root,
    env: { ...env, ...options.env },
    stdio: [options.input === undefined ? 'inherit' : 'pipe', out, out],
    shell: platform === 'win32' && command.endsWith('.cmd'),
  });
  child.stdin?.end(options.input);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (/** @type {string} */ text) => (output += text));
  }
  return new Promise((resolve) => {
    child.on('error', (error) => {
      resolve({ code: 127, output: `${output}${error.message}\n` });
    });
    child.on('close', (code, signal) => {
      resolve({ code: code ?? 128 + (signal ? os.signals[signal] : 0), output });
    });
  });
}

/**
 * Run a command that must succeed.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<string>} the output, when it was held back
 * @throws {Failure} when it does not
 */
export async function run(command, args, options = {}) {
  const { code, output } = await exec(command, args, options);
  if (code === 0) return output;
  process.stderr.write(output);
  throw new Failure(`\`${shown(command, args)}\` failed with exit code ${code}.`, code);
}

/**
 * Standard output of a short command, or undefined when it fails or does not exist.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} [extraEnv]
 */
export function capture(command, args, extraEnv = {}) {
  const result = spawnSync(command, args, { cwd: root, encoding: 'utf8', env: { ...env, ...extraEnv } });
  return result.status === 0 ? result.stdout.trim() : undefined;
}

/** The full path of a program on PATH, or undefined. @param {string} name */
export function which(name) {
  const file = platform === 'win32' ? `${name}.exe` : name;
  return (env.PATH ?? '')
    .split(delimiter)
    .filter(Boolean)
    .map((folder) => join(folder, file))
    .find(isExecutable);
}

/** @param {string} path */
export function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/**
 * Run a program of an installed npm package, by Node itself: the same on every system.
 *
 * @param {string} packageName
 * @param {string} bin its name in the package's `bin`
 * @param {string[]} args
 * @param {RunOptions} [options]
 */
export function runBin(packageName, bin, args, options) {
  return run(execPath, [binPath(packageName, bin), ...args], options);
}

/** @typedef {{ bin: string | Record<string, string> }} Manifest */

/** The script behind a package's command. @param {string} packageName @param {string} bin */
export function binPath(packageName, bin) {
  const manifest = inRoot('node_modules', packageName, 'package.json');
  if (!existsSync(manifest)) throw new Failure(`${packageName} is missing: \`npm ci\` installs it.`);
  const { bin: scripts } = /** @type {Manifest} */ (JSON.parse(readFileSync(manifest, 'utf8')));
  const script = typeof scripts === 'string' ? scripts : scripts[bin];
  if (!script) throw new Failure(`${packageName} has no command ${bin}.`);
  return join(dirname(manifest), script);
}

/**
 * Run one of our TypeScript programs in the foreground, with the arguments of this one, and end as it ends.
 * Ctrl-C reaches it too and it may have something to save, so we wait.
 *
 * @param {string} file
 */
export async function runTypescript(file) {
  process.on('SIGINT', () => undefined);
  const { code } = await exec(execPath, ['--import', 'tsx', file, ...process.argv.slice(2)]);
  if (code !== 0) throw new Failure('', code);
}

/** The npm that started us, or the one on PATH. @param {string[]} args @param {RunOptions} [options] */
export function npm(args, options) {
  if (env.npm_execpath?.endsWith('.js')) return run(execPath, [env.npm_execpath, ...args], options);
  return run(platform === 'win32' ? 'npm.cmd' : 'npm', args, options);
}

/** @param {string} command @param {string[]} args */
function shown(command, args) {
  return [command, ...args].map((word) => (/\s/.test(word) ? JSON.stringify(word) : word)).join(' ');
}
