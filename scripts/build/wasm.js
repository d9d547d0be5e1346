import { renameSync, rmSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { env } from 'node:process';

import { inRoot } from '../lib/paths.js';
import { Failure, capture, run, runBin } from '../lib/run.js';
import { cargoToolsPath } from '../setup/cargoTools.js';
import { findWasmToolchain, remedy } from '../setup/wasmTarget.js';
import { artifact, replace } from './artifact.js';

/** The two modules; an engine without relaxed SIMD rejects the second. */
const variants = [
  { name: 'simd128', features: ['simd128'] },
  { name: 'relaxed', features: ['simd128', 'relaxed-simd'] },
];

/** What Rust enables for this target by default and the optimiser must therefore know. */
const defaultFeatures = [
  'bulk-memory',
  'multivalue',
  'mutable-globals',
  'nontrapping-float-to-int',
  'reference-types',
  'sign-ext',
];

/** Both WebAssembly modules with their glue: `dist/wasm/simd128/` and `dist/wasm/relaxed/`. */
export async function buildWasm() {
  const toolchain = await findWasmToolchain();
  if (!toolchain) throw new Failure(remedy());
  const tools = cargoToolsPath();
  if (!tools)
    throw new Failure('wasm-bindgen or wasm-pack is missing: `npm start` or `npm test` installs them.');
  const PATH = [...toolchain.path, tools, env.PATH].join(delimiter);
  for (const variant of variants) {
    await buildVariant(variant, { ...toolchain.env, PATH }, [capture(toolchain.rustc, ['-vV']), tools]);
  }
}

/**
 * @param {typeof variants[number]} variant
 * @param {NodeJS.ProcessEnv} toolchainEnv
 * @param {unknown[]} versions
 */
function buildVariant({ name, features }, toolchainEnv, versions) {
  const folder = `dist/wasm/${name}`;
  const options = [
    `target-feature=${features.map((feature) => `+${feature}`).join(',')}`,
    // Equations compiled at run time are linked into the function table.
    'link-arg=--growable-table',
    // Nested solves use this stack. It must outlast JavaScript's own, whose overflow throws; an overflow here does not.
    // docs/decisions/equations.md#a-javascript-right-hand-side-is-called-from-wasm-in-node-too
    `link-arg=-zstack-size=${4 * 2 ** 20}`,
  ];
  const flags = options.map((option) => `-C ${option}`).join(' ');
  return artifact({
    title: `wasm ${name}`,
    inputs: ['Cargo.toml', 'Cargo.lock', 'crates/kernels', 'crates/wasm', 'scripts/build/wasm.js'],
    facts: [flags, ...versions],
    output: `${folder}/ferrograd_bg.wasm`,
    work: () =>
      replace(folder, async (fresh) => {
        await pack(inRoot(fresh), {
          ...toolchainEnv,
          CARGO_TARGET_DIR: inRoot('target', `wasm-${name}`),
          CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS: flags,
        });
        await optimise(inRoot(fresh, 'ferrograd_bg.wasm'), features);
      }),
  });
}

/** `--no-opt`: wasm-pack would download its optimiser. @param {string} out @param {NodeJS.ProcessEnv} packEnv */
async function pack(out, packEnv) {
  const how = ['--target', 'web', '--mode', 'no-install', '--no-opt', '--no-pack', '--release'];
  const where = ['--out-dir', out, '--out-name', 'ferrograd'];
  await run('wasm-pack', ['build', 'crates/wasm', ...how, ...where], { env: packEnv, quiet: true });
  rmSync(join(out, '.gitignore'), { force: true });
}

/** Make a module smaller and faster, in place. @param {string} file @param {string[]} features */
export async function optimise(file, features) {
  const enabled = [...defaultFeatures, ...features].map(
    (feature) => `--enable-${feature === 'simd128' ? 'simd' : feature}`,
  );
  // LLVM has inlined what is worth it; more of it made V8's code slower.
  // docs/decisions/platforms.md#wasm-opt-leaves-inlining-to-llvm
  const passes = ['-O3', '--skip-pass=inlining-optimizing'];
  await runBin('binaryen', 'wasm-opt', [...passes, ...enabled, file, '-o', `${file}.optimised`], {
    quiet: true,
  });
  renameSync(`${file}.optimised`, file);
}
