import { readdir, readFile, writeFile } from 'node:fs/promises';

import { describe, expect, test } from 'vitest';

import { expectRefusal, ferrograd, inFolder, shell, useFolder } from './run.js';

useFolder();

const posix = process.platform !== 'win32';
const hasFullDevice = process.platform === 'linux';
const small = ['-q', '--epochs', '2'];

describe.runIf(posix)('a closed pipe', () => {
  test('ends the program without an error, even with output left to write', async () => {
    const line = `ferrograd ode "x'=-x" --y0 1 --span 0,1 --points 400000 | head -1; echo \${PIPESTATUS[0]}`;
    expect(await shell(line)).toEqual({ code: 0, stdout: 't,x\n0\n', stderr: '' });
  });

  test('does not keep training from writing its files', async () => {
    const line = 'ferrograd train xor --epochs 2 2>&1 | true; echo ${PIPESTATUS[0]}';
    expect((await shell(line)).stdout).toBe('0\n');
    expect((await readdir(inFolder(''))).sort()).toEqual([
      'xor.history.csv',
      'xor.history.svg',
      'xor.safetensors',
    ]);
  });
});

describe('a full disk', () => {
  test
    .runIf(hasFullDevice)
    .each([`ode "x'=-x" --y0 1 --span 0,1`, `ode "x'=-x" --y0 1 --span 0,1 --json`, '--help', 'doctor'])(
    'behind standard output is reported as a failure: %s',
    async (args) => {
      const outcome = await shell(`ferrograd ${args} > /dev/full`);
      expectRefusal(outcome, 1, /standard output cannot be written.*no space left/);
    },
  );

  test.runIf(posix)('leaves neither a part of a model nor of a table', async () => {
    // A file may have one block of 1,024 bytes.
    const outcome = await shell('ulimit -f 1; ferrograd train digits -q --epochs 1');
    expectRefusal(outcome, 1, /digits\.safetensors is larger than files may be here/);
    expect(await readdir(inFolder(''))).toEqual([]);
    const table = await shell(
      `ulimit -f 1; ferrograd ode "x'=-x" --y0 1 --span 0,1 --points 1000 --out x.csv`,
    );
    expectRefusal(table, 1, /x\.csv is larger than files may be here/);
    expect(await readdir(inFolder(''))).toEqual([]);
  });

  test.runIf(posix)('is reported when it cuts off a table on standard output', async () => {
    const line = `ulimit -f 1; ferrograd ode "x'=-x" --y0 1 --span 0,1 --points 1000 > x.csv`;
    expectRefusal(await shell(line), 1, /standard output cannot be written/);
  });

  test.runIf(hasFullDevice)('named as the output file is refused, as all devices are', async () => {
    const args = ['ode', "x'=-x", '--y0', '1', '--span', '0,1', '--out', '/dev/full'];
    expectRefusal(await ferrograd(args), 1, /\/dev\/full is a device/);
  });
});

describe('a file that exists', () => {
  const cases: [string, string[], string][] = [
    ['model', ['train', 'xor', ...small], 'xor.safetensors'],
    ['history', ['train', 'xor', ...small], 'xor.history.csv'],
    ['curve', ['train', 'xor', ...small], 'xor.history.svg'],
    ['table', ['ode', "x'=-x", '--y0', '1', '--span', '0,1', '--out', 'x.csv'], 'x.csv'],
    ['picture', ['ode', "x'=-x", '--y0', '1', '--span', '0,1', '--plot', 'x.svg'], 'x.svg'],
  ];
  test.each(cases)('is replaced only with --force: a %s', async (_, args, name) => {
    await writeFile(inFolder(name), 'mine');
    expectRefusal(await ferrograd(args), 1, new RegExp(`${name} is there already.*--force`));
    expect(await readFile(inFolder(name), 'utf8')).toBe('mine');
    expect(await readdir(inFolder(''))).toEqual([name]);
    expect(await ferrograd([...args, '--force'])).toMatchObject({ code: 0 });
    expect(await readFile(inFolder(name), 'utf8')).not.toBe('mine');
  });
});
