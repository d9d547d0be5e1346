import { readdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { backend } from 'ferrograd';
import { afterAll, describe, expect, it } from 'vitest';

import { bestWasm } from '../../dist/backend/names.js';
import { copyPackage, removePackage, runNode } from '../support/packageCopy.js';

const SHOW = `console.log((await import('ferrograd')).backend.name)`;

/** Prints the error that the import throws. */
const CATCH = `await import('ferrograd').then(() => console.log('loaded'), (error) => console.log(JSON.stringify({
  name: error.name, message: error.message, cause: error.cause && { name: error.cause.name, code: error.cause.code },
})))`;

interface Failure {
  name: string;
  message: string;
  cause?: { name: string; code?: string };
}

const failureOf = (run: { stdout: string }) => JSON.parse(run.stdout) as Failure;

it('the backend is the one that the tests were started for', () => {
  expect(backend.name).toBe(process.env.FERROGRAD_BACKEND);
  expect(backend.instructionSet).toMatch(
    { native: /^(avx512|avx2|neon|scalar)$/, wasm: /^simd128$/, 'wasm-relaxed': /relaxed/ }[backend.name],
  );
});

describe('FERROGRAD_BACKEND', () => {
  it('selects a backend without a warning', () => {
    const { stdout, stderr } = runNode(SHOW, { backend: backend.name });
    expect([stdout, stderr]).toEqual([backend.name, '']);
  });

  it('as a global variable takes precedence over the environment', () => {
    const program = `globalThis.FERROGRAD_BACKEND = 'wasm'; ${SHOW}`;
    expect(runNode(program, { backend: 'native' }).stdout).toBe('wasm');
  });

  it('selects nothing when it is empty', () => {
    expect(runNode(SHOW, { backend: '' }).stdout).toBe('native');
  });

  it('with an unknown name is refused, and the nearest name suggested', () => {
    const failure = failureOf(runNode(CATCH, { backend: 'wasm-relax' }));
    expect(failure.name).toBe('ArgumentError');
    expect(failure.message).toMatch(
      /"wasm-relax".*native, wasm, wasm-relaxed; did you mean 'wasm-relaxed'\?/,
    );
  });
});

it('the backend is native by default, without a warning', () => {
  const { stdout, stderr } = runNode(SHOW);
  expect([stdout, stderr]).toEqual(['native', '']);
});

it('the package loads synchronously, so that require works', () => {
  const { stdout } = runNode(`console.log(require('ferrograd').backend.name)`, {
    backend: backend.name,
    type: 'commonjs',
  });
  expect(stdout).toBe(backend.name);
});

describe('without the native addon', () => {
  const folder = copyPackage(['native']);
  afterAll(() => removePackage(folder));

  it('the package falls back to WebAssembly with one warning that says why', () => {
    const { status, stdout, stderr } = runNode(SHOW, { folder });
    expect([status, stdout]).toEqual([0, bestWasm()]);
    expect(stderr.match(/Warning|BackendError/g)).toHaveLength(1);
    expect(stderr).toMatch(/Cannot find module '@ferrograd\/binding-/);
    expect(stderr).toMatch(`the slower backend ${bestWasm()} runs instead`);
    expect(stderr).toMatch('https://github.com/npm/cli/issues/4828');
  });

  it('the warning has the error of the native addon as its cause', () => {
    const program = `process.on('warning', ({ name, code, cause }) => console.log(name, code, cause.code));
      await import('ferrograd')`;
    expect(runNode(program, { folder }).stdout).toBe('BackendError backend-fallback MODULE_NOT_FOUND');
  });

  it('a model trains', () => {
    const program = `const { layers, sequential } = await import('ferrograd');
      const net = sequential({ inputShape: [1] }, [layers.dense(1)]);
      net.compile({ optimizer: 'sgd', loss: 'quadratic' });
      console.log((await net.fit([[1], [2]], [2, 4], { epochs: 3 })).status)`;
    expect(runNode(program, { folder }).stdout).toBe('completed');
  });

  it('selecting native fails', () => {
    const failure = failureOf(runNode(CATCH, { folder, backend: 'native' }));
    expect(failure).toMatchObject({ name: 'BackendError', cause: { code: 'MODULE_NOT_FOUND' } });
    expect(failure.message).toMatch(/^load: the backend native could not be loaded .*FERROGRAD_BACKEND=wasm/);
  });
});

describe('with damaged files', () => {
  const folder = copyPackage();
  afterAll(() => removePackage(folder));
  const native = join(folder, 'dist/native');
  for (const file of readdirSync(native)) writeFileSync(join(native, file), 'not an addon');

  it('the warning says what is wrong with the native addon', () => {
    const { stdout, stderr } = runNode(SHOW, { folder });
    expect(stdout).toBe(bestWasm());
    expect(stderr).toMatch(/could not be loaded \(.*ferrograd\..*\.node/);
  });

  it('the import fails when no backend can be loaded', () => {
    for (const build of ['simd128', 'relaxed']) {
      truncateSync(join(folder, 'dist/wasm', build, 'ferrograd_bg.wasm'), 1000);
    }
    expect(failureOf(runNode(CATCH, { folder }))).toMatchObject({ name: 'BackendError' });
    const failure = failureOf(runNode(CATCH, { folder, backend: 'wasm' }));
    expect(failure).toMatchObject({ name: 'BackendError', cause: { name: 'CompileError' } });
  });
});
