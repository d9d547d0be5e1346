import { inRoot } from '../lib/paths.js';
import { findWasmToolchain } from '../setup/wasmTarget.js';
import { command } from './result.js';

const TARGET = 'wasm32-unknown-unknown';

const packages = ['--package', 'ferrograd-wasm', '--package', 'ferrograd-readers-wasm'];

/** Clippy on the code that only the WebAssembly target compiles, with all its instructions enabled. */
export async function clippyWasm() {
  const toolchain = await findWasmToolchain();
  if (!toolchain || toolchain.env.RUSTC) {
    const note = `Not checked: clippy for ${TARGET}, because the usual Rust lacks that target.`;
    console.log(note);
    return { passed: 0, failed: 0, notes: [note] };
  }
  return command('cargo', ['clippy', '--quiet', ...packages, '--target', TARGET, '--', '-Dwarnings'], {
    env: {
      CARGO_TARGET_DIR: inRoot('target', 'wasm-clippy'),
      CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS: '-C target-feature=+simd128,+relaxed-simd',
    },
  });
}
