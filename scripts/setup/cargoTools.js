import { readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { platform } from 'node:process';

import { cacheDir, inRoot } from '../lib/paths.js';
import { capture, exec, isExecutable, run, which } from '../lib/run.js';
import { step } from '../lib/step.js';

/**
 * @typedef {object} CargoTool
 * @property {string} crate
 * @property {string} bin
 * @property {string} version
 */

/** @returns {CargoTool[]} */
const tools = () => [
  { crate: 'wasm-bindgen-cli', bin: 'wasm-bindgen', version: lockedVersion('wasm-bindgen') },
  { crate: 'wasm-pack', bin: 'wasm-pack', version: '0.15.1' },
];

/** Install the tools that are missing in the version we need, in our own cache folder. */
export async function setUpCargoTools() {
  for (const tool of tools()) {
    await step(`${tool.crate} ${tool.version}`, findTool(tool) !== undefined, () => install(tool));
  }
}

/**
 * A mirror of the registry may lag behind the tool's lock file; then its dependencies are resolved anew.
 *
 * @param {CargoTool} tool
 */
async function install(tool) {
  const args = ['install', '--root', ownFolder(tool), `${tool.crate}@${tool.version}`];
  const { code } = await exec('cargo', [...args, '--locked'], { quiet: true });
  if (code !== 0) await run('cargo', args, { quiet: true });
}

/** Where the tools are, as a prefix of PATH; undefined when one is missing. */
export function cargoToolsPath() {
  const folders = tools().map(findTool);
  return folders.every((folder) => folder !== undefined) ? folders.join(delimiter) : undefined;
}

/**
 * The folder with a tool in exactly the version we need: wasm-bindgen and the crate must match.
 *
 * @param {CargoTool} tool
 */
function findTool({ crate, bin, version }) {
  const own = join(ownFolder({ crate, version }), 'bin');
  if (isExecutable(join(own, platform === 'win32' ? `${bin}.exe` : bin))) return own;
  const path = which(bin);
  const isRight = path !== undefined && capture(path, ['--version'])?.split(' ')[1] === version;
  return isRight ? join(path, '..') : undefined;
}

/** @param {Pick<CargoTool, 'crate' | 'version'>} tool */
const ownFolder = ({ crate, version }) => join(cacheDir, 'tools', `${crate}-${version}`);

/** The version of a crate in Cargo.lock. @param {string} crate */
function lockedVersion(crate) {
  const lock = readFileSync(inRoot('Cargo.lock'), 'utf8');
  const version = new RegExp(`name = "${crate}"\\r?\\nversion = "(.*)"`).exec(lock)?.[1];
  if (!version) throw new Error(`Cargo.lock names no ${crate}`);
  return version;
}
