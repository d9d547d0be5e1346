import { copyFileSync } from 'node:fs';
import { delimiter } from 'node:path';
import { env } from 'node:process';

import { inRoot } from '../lib/paths.js';
import { Failure, capture, run } from '../lib/run.js';
import { findWasmToolchain, remedy } from '../setup/wasmTarget.js';
import { artifact, replace } from './artifact.js';
import { optimise } from './wasm.js';

const folder = 'dist/wasm/readers';
const target = 'wasm32-unknown-unknown';
const features = ['simd128'];

/** The module that decodes images and reads tables, loaded when it is first needed; it has no glue. */
export async function buildReaders() {
  const toolchain = await findWasmToolchain();
  if (!toolchain) throw new Failure(remedy());
  const flags = `-C target-feature=${features.map((feature) => `+${feature}`).join(',')}`;
  await artifact({
    title: 'wasm readers',
    inputs: [
      'Cargo.toml',
      'Cargo.lock',
      'crates/readers',
      'crates/readers-wasm',
      'scripts/build/readers.js',
      'scripts/build/wasm.js',
    ],
    facts: [flags, capture(toolchain.rustc, ['-vV'])],
    output: `${folder}/readers.wasm`,
    work: () =>
      replace(folder, async (fresh) => {
        const targetFolder = inRoot('target', 'wasm-readers');
        await run(
          'cargo',
          ['build', '--package', 'ferrograd-readers-wasm', '--release', '--target', target],
          {
            env: {
              ...toolchain.env,
              PATH: [...toolchain.path, env.PATH].join(delimiter),
              CARGO_TARGET_DIR: targetFolder,
              CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS: flags,
            },
            quiet: true,
          },
        );
        const file = inRoot(fresh, 'readers.wasm');
        copyFileSync(`${targetFolder}/${target}/release/ferrograd_readers_wasm.wasm`, file);
        await optimise(file, features);
      }),
  });
}
