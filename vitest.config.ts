import { spawnSync } from 'node:child_process';
import { env, execPath } from 'node:process';
import { defineConfig } from 'vitest/config';

/** Node 20 knows relaxed SIMD only by this flag; later versions have it anyway. */
const relaxedFlags = parseFloat(process.versions.v8) < 11.4 ? ['--experimental-wasm-relaxed-simd'] : [];

const backends = [
  { name: 'native', execArgv: [] },
  { name: 'wasm', execArgv: [] },
  { name: 'wasm-relaxed', execArgv: relaxedFlags },
].filter(canRun);

export default defineConfig({
  test: {
    projects: [
      ...backends.map(({ name, execArgv }) =>
        project(name, ['test/nn', 'test/ode', 'test/backend', 'test/numpy'], {
          env: { FERROGRAD_BACKEND: name },
          execArgv,
        }),
      ),
      project('data', ['test/data', 'test/files', 'test/pure', 'test/plot', 'test/signal']),
      project('cli', ['test/cli']),
      project('examples', ['test/examples']),
      project('browser', ['test/browser'], { env: { FERROGRAD_BACKEND: 'wasm' } }),
      project('packaging', ['test/packaging']),
    ],
  },
});

function project(
  name: string,
  folders: string[],
  options: { env?: Record<string, string>; execArgv?: string[] } = {},
) {
  return {
    test: {
      name,
      include: folders.map((folder) => `${folder}/**/*.test.ts`),
      testTimeout: 60_000,
      hookTimeout: 60_000,
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
