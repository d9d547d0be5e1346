import { describe, expect, test } from 'vitest';

import { ferrograd, ferrogradProcess, useFolder } from './run.js';

useFolder();

describe('doctor', () => {
  test.each(['native', 'wasm'])('reports that %s runs, and why', async (name) => {
    const { code, stdout, stderr } = await ferrogradProcess(['doctor', '--json'], {
      env: { FERROGRAD_BACKEND: name },
    });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const report = JSON.parse(stdout) as { backend: Record<string, unknown> };
    expect(report.backend).toMatchObject({ name, reason: 'FERROGRAD_BACKEND asks for it' });
    expect(report).toMatchObject({ node: process.versions.node, wasm: { simd128: true } });
  });

  test('lists the parts of the installation, and how to add missing ones', async () => {
    const { stdout } = await ferrograd(['doctor']);
    for (const word of [
      'ferrograd',
      'processor',
      'backend',
      'native',
      'wasm',
      'peak',
      'data',
      'optional',
      'PNG',
    ])
      expect(stdout).toContain(word);
    expect(stdout).toMatch(/^backend +native \(\w+\): the fastest, and it can be loaded$/m);
  });

  test('fails with a remedy where FERROGRAD_BACKEND names no backend', async () => {
    const { code, stdout } = await ferrogradProcess(['doctor'], { env: { FERROGRAD_BACKEND: 'wsam' } });
    expect(code).toBe(1);
    expect(stdout).toMatch(/^backend +none: .*no backend "wsam".*did you mean 'wasm'/m);
  });
});

test('bench measures the kernels beside the peak of the machine', async () => {
  const { code, stdout } = await ferrograd(['bench', '--json']);
  expect(code).toBe(0);
  interface Report {
    peak: { float32: number };
    products: { shape: string; gflops: number; share: number }[];
    training: { samplesPerSecond: number }[];
    solving: { steps: number }[];
  }
  const { peak, products, training, solving } = JSON.parse(stdout) as Report;
  expect(peak.float32).toBeGreaterThan(1);
  expect(products).toHaveLength(8);
  for (const { gflops, share } of products) expect([gflops > 0, share < 2]).toEqual([true, true]);
  expect(training.every(({ samplesPerSecond }) => samplesPerSecond > 0)).toBe(true);
  expect(solving[0]!.steps).toBe(4417);
});
