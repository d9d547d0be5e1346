import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { env } from 'node:process';

import { run } from '../lib/run.js';
import { asAdmin, installPackages } from './admin.js';

const TARGET = 'wasm32-unknown-unknown';

/** Debian's own Rust with the sources of the standard library, and a linker for WebAssembly. */
export const debianPackages = ['rustc-web', 'cargo-web', 'rust-web-src', 'lld-22'];

/**
 * Debian packages no standard library for WebAssembly but has its sources: build it from them and put it
 * where that compiler looks. Bitcode is embedded because link-time optimisation needs it.
 */
export async function installDebianTarget() {
  await installPackages(debianPackages);
  const folder = mkdtempSync(join(tmpdir(), 'ferrograd-std-'));
  try {
    writeEmptyCrate(folder);
    const build = ['build', '--release', '--target', TARGET, '-Zbuild-std=std,panic_abort'];
    await run('/usr/bin/cargo', build, { cwd: folder, env: buildEnv(folder), quiet: true });
    const libraries = join(folder, 'target', TARGET, 'release', 'deps');
    const rlibs = readdirSync(libraries).filter(
      (name) => name.endsWith('.rlib') && !name.startsWith('libempty'),
    );
    const sysroot = (await run('/usr/bin/rustc', ['--print', 'sysroot'], { quiet: true })).trim();
    const destination = join(sysroot, 'lib', 'rustlib', TARGET, 'lib');
    await asAdmin(['rm', '-rf', destination]);
    await asAdmin(['mkdir', '-p', destination]);
    await asAdmin(['cp', ...rlibs.map((name) => join(libraries, name)), destination]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @param {string} folder */
function writeEmptyCrate(folder) {
  mkdirSync(join(folder, 'src'));
  writeFileSync(join(folder, 'src', 'lib.rs'), '#![no_std]\n');
  writeFileSync(
    join(folder, 'Cargo.toml'),
    '[package]\nname = "empty"\nversion = "0.0.0"\nedition = "2024"\n\n[workspace]\n',
  );
}

/** @param {string} folder @returns {NodeJS.ProcessEnv} */
function buildEnv(folder) {
  return {
    PATH: ['/usr/bin', env.PATH].join(delimiter),
    RUSTC: '/usr/bin/rustc',
    RUSTC_BOOTSTRAP: '1',
    CARGO_TARGET_DIR: join(folder, 'target'),
    CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS: '-C embed-bitcode=yes',
  };
}
