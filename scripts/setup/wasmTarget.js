import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { Failure, capture, exec, isExecutable, which } from '../lib/run.js';
import { fingerprint, isStamped, stamp } from '../lib/stamp.js';
import { step } from '../lib/step.js';
import { canInstallPackages } from './admin.js';
import { debianPackages, installDebianTarget } from './wasmTargetDebian.js';

const TARGET = 'wasm32-unknown-unknown';

/**
 * @typedef {object} WasmToolchain
 * @property {string} rustc
 * @property {string[]} path folders that must stand first on PATH
 * @property {NodeJS.ProcessEnv} env what else cargo needs to use it
 */

/**
 * The first Rust on this machine that can build WebAssembly: the usual one, or else Debian's own.
 *
 * @returns {Promise<WasmToolchain | undefined>}
 */
export async function findWasmToolchain() {
  const candidates = [usualToolchain(), debianToolchain()];
  for (const toolchain of candidates) {
    if (toolchain && (await builds(toolchain))) return toolchain;
  }
  return undefined;
}

/** Make sure that Rust can build for WebAssembly, or say which command gives that. */
export async function setUpWasmTarget() {
  await step(`Rust target ${TARGET}`, (await findWasmToolchain()) !== undefined, async () => {
    if (which('rustup')) await exec('rustup', ['target', 'add', TARGET], { quiet: true });
    if (await findWasmToolchain()) return;
    if (canInstallPackages()) await installDebianTarget();
    if (await findWasmToolchain()) return;
    throw new Failure(remedy());
  });
}

/** How the user can install the target. */
export function remedy() {
  return [
    `Rust cannot build for ${TARGET} here. Run`,
    `    rustup target add ${TARGET}`,
    "or, on Debian without access to rustup's servers, as root",
    `    apt-get update && apt-get install ${debianPackages.join(' ')}`,
    'and then, as root, this command again: it builds the target from those packages.',
  ].join('\n');
}

function usualToolchain() {
  const rustc = which('rustc');
  return rustc ? { rustc, path: [], env: {} } : undefined;
}

function debianToolchain() {
  const rustc = '/usr/bin/rustc';
  const linker = debianLinker();
  if (!isExecutable(rustc) || !isExecutable('/usr/bin/cargo') || !linker) return undefined;
  return {
    rustc,
    path: ['/usr/bin'],
    env: { RUSTC: rustc, CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER: linker },
  };
}

/** The newest `wasm-ld-N`. */
function debianLinker() {
  return readdirSync('/usr/bin')
    .filter((name) => /^wasm-ld-\d+$/.test(name))
    .sort((a, b) => parseInt(b.slice(8), 10) - parseInt(a.slice(8), 10))[0];
}

/**
 * Whether it builds a library with link-time optimisation. Files may be there and yet be of another
 * compiler or without bitcode, so this tries; the result is kept for as long as the files are the same.
 *
 * @param {WasmToolchain} toolchain
 */
async function builds({ rustc, env }) {
  const folder = capture(rustc, ['--print', 'target-libdir', '--target', TARGET], env);
  const libraries = folder ? listing(folder) : [];
  if (!libraries.some((name) => name.startsWith('libstd-'))) return false;
  const linker = env.CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER;
  const print = fingerprint([], [capture(rustc, ['-vV']), linker, ...libraries]);
  const name = `wasm-target-${linker ?? 'own'}`;
  if (isStamped(name, print)) return true;

  const out = mkdtempSync(join(tmpdir(), 'ferrograd-'));
  const flags = ['--crate-type', 'cdylib', '-C', 'lto=fat', '-C', 'opt-level=1', '--crate-name', 'probe'];
  if (linker) flags.push('-C', `linker=${linker}`);
  const probe = '#[unsafe(no_mangle)] pub extern "C" fn f(n: usize) -> usize { vec![1u8; n].len() }';
  const { code } = await exec(
    rustc,
    ['--target', TARGET, ...flags, '--edition', '2024', '--out-dir', out, '-'],
    {
      env,
      quiet: true,
      input: probe,
    },
  );
  rmSync(out, { recursive: true });
  if (code === 0) stamp(name, print);
  return code === 0;
}

/** @param {string} folder */
function listing(folder) {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}
