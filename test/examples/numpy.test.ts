import { createServer } from 'node:http';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { scipy } from '../signal/fixtures.js';
import { hasData, numberAfter, runExample } from './run.js';

describe('the programs on arrays, files and measurements', () => {
  let folder = '';
  beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), 'ferrograd-examples-'))));
  afterAll(() => rm(folder, { recursive: true }));

  it('a·c^x through eleven values', () => {
    const output = runExample('exponential-fit');
    const { a, c } = scipy.exponential;
    expect(output).toContain(`through logarithms: a = ${a.toFixed(6)}, c = ${c.toFixed(6)}`);
    const [directA, directC] = scipy.fits['the course']!.parameters;
    expect(numberAfter(output, 'directly: a =')).toBeCloseTo(directA!, 5);
    expect(numberAfter(output, 'directly: a.*c =')).toBeCloseTo(directC!, 5);
  });

  it('a measurement is cleaned, differentiated and saved', async () => {
    const output = runExample('measurement', folder);
    expect(output).toContain('spikes at 0.40, 1.54, 2.40 s');
    expect(numberAfter(output, 'velocity')).toBeCloseTo(15, 0);
    expect(numberAfter(output, 'acceleration')).toBeCloseTo(-9.81, 0);
    expect(output).toContain('shape 151 × 3, differs by rounding');
    const lines = (await readFile(join(folder, 'velocity.txt'), 'utf8')).split('\n');
    expect(lines[0]).toBe('# t/s height/m velocity/(m/s)');
    expect(lines).toHaveLength(153);
  });

  it('text files line by line', () => {
    const output = runExample('text-files');
    expect(output).toContain('5: wine costs 8.90\ntotal 21.25\ndear: CHEESE, WINE\n');
  });

  it('depths that increase', async () => {
    const output = runExample('depth-increases');
    expect(output).toBe('increases: 7\nincreases of sums of three: 5\n');
    const file = join(folder, 'depths.txt');
    await writeFile(file, '1\n2\n3\n2\n5\n');
    expect(runExample('depth-increases', file)).toBe('increases: 3\nincreases of sums of three: 2\n');
  });

  it('a table from a web address', async () => {
    expect(runExample('web-table')).toContain('mean 10.44 °C, warmest in month 7');
    const server = createServer((request, response) => {
      if (request.url !== '/table.csv') response.writeHead(404).end();
      else response.end('month,temperature\n1,0\n4,10\n7,20\n10,10\n');
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const { port } = server.address() as AddressInfo;
    const address = `http://127.0.0.1:${port}/table.csv`;
    try {
      expect(await runBeside('web-table', address)).toMatchObject({ code: 0 });
      const { stdout } = await runBeside('web-table', address);
      expect(stdout).toContain('10.00 + 10.00·sin(2π(t − 4.00)/12)');
      const missing = await runBeside('web-table', `${address}.gone`);
      expect(missing.code).toBe(1);
      expect(missing.stderr).toContain('404');
    } finally {
      server.close();
    }
  });

  it.skipIf(!hasData('mnist'))('MNIST as characters', () => {
    const output = runExample('mnist-characters');
    expect(output).toContain('images 10000 × 28 × 28, labels 10000');
    expect(output).toContain('below 2: 2115 × 784, 2115 labels from 0 to 1');
    expect(output).toContain('rows of the unit matrix are the same: yes');
    expect(output).toMatch(/[%#@]{3}/);
  });
});

/** Runs an example without blocking this process, so that its server can respond. */
function runBeside(name: string, ...options: string[]) {
  const cwd = fileURLToPath(new URL('../..', import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', `examples/${name}.ts`, ...options], { cwd });
  const texts = { stdout: '', stderr: '' };
  child.stdout.on('data', (part: Buffer) => (texts.stdout += part.toString()));
  child.stderr.on('data', (part: Buffer) => (texts.stderr += part.toString()));
  return new Promise<{ code: number | null; stdout: string; stderr: string }>((done) => {
    child.on('close', (code) => done({ code, ...texts }));
  });
}
