import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { env, platform } from 'node:process';

import { inRoot } from '../lib/paths.js';
import { Failure, capture, exec, which } from '../lib/run.js';
import { step } from '../lib/step.js';

/** Make sure that a Rust of the version that Cargo.toml asks for is on PATH. */
export function checkRust() {
  if (!which('cargo')) addCargoToPath();
  const version = capture('cargo', ['--version'])?.split(' ')[1];
  // rustup installs the toolchain that rust-toolchain.toml names, where it may.
  if (!version && which('rustup')) throw new Failure('Rust is missing. Run\n    rustup toolchain install');
  if (!version) throw new Failure(`Rust is missing. Install it with\n    ${rustupCommand()}\nand try again.`);
  const needed = /^rust-version = "(.*)"/m.exec(readFileSync(inRoot('Cargo.toml'), 'utf8'))?.[1] ?? '0';
  if (isAtLeast(version, needed)) return;
  throw new Failure(`Rust ${version} is too old, ${needed} is needed. Run\n    rustup toolchain install`);
}

/** Make sure of the formatter and the linter, which only the checks need. */
export async function setUpRustComponents() {
  const areThere = () =>
    ['fmt', 'clippy'].every((name) => capture('cargo', [name, '--version']) !== undefined);
  await step('rustfmt and clippy', areThere(), async () => {
    const add = ['component', 'add', 'rustfmt', 'clippy'];
    if (which('rustup')) await exec('rustup', add, { quiet: true });
    if (!areThere()) throw new Failure(`rustfmt or clippy is missing. Run\n    rustup ${add.join(' ')}`);
  });
}

/** Right after rustup was installed, the shell may not know its folder yet. */
function addCargoToPath() {
  env.PATH = [env.PATH, join(env.CARGO_HOME ?? join(homedir(), '.cargo'), 'bin')].join(delimiter);
}

function rustupCommand() {
  if (platform === 'win32') return 'winget install Rustlang.Rustup';
  return "curl --proto '=https' --tlsv1.2 -sSf https://sh.rustup.rs | sh";
}

/** @param {string} version @param {string} needed */
function isAtLeast(version, needed) {
  return version.localeCompare(needed, 'en', { numeric: true }) >= 0;
}
