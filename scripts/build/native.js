import { capture, runBin } from '../lib/run.js';
import { artifact, replace } from './artifact.js';

const folder = 'dist/native';

/** The native addon: `dist/native/ferrograd.<platform>-<arch>[-<abi>].node`. */
export const buildNative = () =>
  artifact({
    title: 'native addon',
    inputs: ['Cargo.toml', 'Cargo.lock', 'crates/kernels', 'crates/readers', 'crates/node', 'scripts/build/native.js'],
    facts: [capture('rustc', ['-vV']), process.platform, process.arch],
    output: folder,
    work: () =>
      replace(folder, (fresh) => {
        const crate = ['--manifest-path', 'crates/node/Cargo.toml', '--package-json-path', 'package.json'];
        const flags = ['--platform', '--release', '--no-js', '--output-dir', fresh];
        return runBin('@napi-rs/cli', 'napi', ['build', ...crate, ...flags], { quiet: true });
      }),
  });
