import { spawnSync } from 'node:child_process';
import { env, execPath } from 'node:process';
import { configDefaults, defineConfig } from 'vitest/config';

import { TEST_LIMIT_MS } from './test/support/limits.js';

/** Node 20 knows relaxed SIMD only by this flag; later versions have it anyway. */
const relaxedFlags = parseFloat(process.versions.v8) < 11.4 ? ['--experimental-wasm-relaxed-simd'] : [];

/** Folders whose tests start programs, which choose their backend themselves: each is a project of its own. */
const WHOLE_PROGRAMS = ['cli', 'examples', 'browser', 'packaging'].map((folder) => `test/${folder}/**`);

/**
 * These tests leave no state in their process, so each worker runs all of its files in one process. Tests of `compile`
 * measure memory and need a process of their own. See
 * docs/decisions/tests.md#test-files-share-a-process-where-they-leave-nothing-behind
 */
const SHARED_PROCESS = ['test/nn/!(compile)/**/*.test.ts', 'test/ode/**/*.test.ts'];

/**
 * A test file runs on every backend, unless its name ends in `.once.test.ts`: what never touches a backend runs once.
 */
const backends = [
  { name: 'native', execArgv: [] },
  { name: 'wasm', execArgv: [] },
  { name: 'wasm-relaxed', execArgv: relaxedFlags },
].filter(canRun);

export default defineConfig({
  test: {
    // Tests import the built package; the last step of a TypeScript build writes this file.
    forceRerunTriggers: [...configDefaults.forceRerunTriggers, '**/dist/index.js'],
    projects: [
      ...backends.flatMap(({ name, execArgv }) => {
        const options = { env: { FERROGRAD_BACKEND: name }, execArgv };
        const once = 'test/**/*.once.test.ts';
        return [
          project(name, ['test/**/*.test.ts'], {
            exclude: [once, ...SHARED_PROCESS, ...WHOLE_PROGRAMS],
            ...options,
          }),
          project(`${name}-shared`, SHARED_PROCESS, { exclude: [once], isolate: false, ...options }),
        ];
      }),
      project('once', ['test/**/*.once.test.ts']),
      project('cli', ['test/cli/**/*.test.ts']),
      project('examples', ['test/examples/**/*.test.ts']),
      project('browser', ['test/browser/**/*.test.ts'], { env: { FERROGRAD_BACKEND: 'wasm' } }),
      project('packaging', ['test/packaging/**/*.test.ts']),
    ],
  },
});

function project(
  name: string,
  include: string[],
  options: { exclude?: string[]; env?: Record<string, string>; execArgv?: string[]; isolate?: boolean } = {},
) {
  return {
    test: {
      name,
      include,
      testTimeout: TEST_LIMIT_MS,
      hookTimeout: TEST_LIMIT_MS,
      // Node itself loads the built package, as it does for a user.
      server: { deps: { external: [/\/dist\//] } },
      ...options,
    },
  };
}

/** Leaving a backend out is said aloud; the check counts on this line to show it again at its end. */
function canRun({ name, execArgv }: { name: string; execArgv: string[] }) {
  if (name !== 'wasm-relaxed') return true;
  const bytes = '0061736d010000000105016000017b030201000a0f010d004101fd0f4102fd0ffd80020b';
  const script = `process.exit(WebAssembly.validate(Buffer.from('${bytes}', 'hex')) ? 0 : 1)`;
  const { status } = spawnSync(execPath, [...execArgv, '-e', script], { env: { ...env, NODE_OPTIONS: '' } });
  if (status !== 0) console.warn(`Not tested: the backend ${name}, because this Node rejects relaxed SIMD.`);
  return status === 0;
}
