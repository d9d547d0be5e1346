import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { ArgumentError, callbacks, DataError, type TrainingRun } from 'ferrograd';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import * as browser from '../../../dist/platform/browser/textFile.js';
import { expectError } from '../../support/errors.js';
import { fakeRun } from '../../support/fakeRun.js';

const logs = [
  { loss: 0.5, valAccuracy: 0.25 },
  { loss: 0.125, valAccuracy: 1e-7 },
];
const header = 'epoch,loss,valAccuracy,seconds,samplesPerSecond\n';
const rows = ['0,0.5,0.25,0.5,200\n', '1,0.125,1e-7,0.5,200\n'];
const Data: typeof ArgumentError = DataError;

let folder = '';
let path = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ferrograd-csv-'));
  path = join(folder, 'training.csv');
});
afterEach(() => rm(folder, { recursive: true }));
const content = () => readFile(path, 'utf8');

describe('csvLogger', () => {
  it('writes a row for each epoch, and replaces an existing file', async () => {
    await writeFile(path, 'something else');
    await fakeRun(callbacks.csvLogger({ path }), logs);
    expect(await content()).toBe(header + rows.join(''));
  });

  it('leaves whole rows when training is aborted', async () => {
    await fakeRun(callbacks.csvLogger({ path }), logs, { abortIn: 1 });
    expect(await content()).toBe(header + rows[0]!);
  });

  it('appends to a file with the same columns', async () => {
    await fakeRun(callbacks.csvLogger({ path, append: true }), logs.slice(0, 1));
    await fakeRun(callbacks.csvLogger({ path, append: true }), logs.slice(1), { initialEpoch: 1 });
    expect(await content()).toBe(header + rows.join(''));
  });

  it('starts a new row after one that was cut off, and a table in an empty file', async () => {
    await writeFile(path, `${header}0,0.`);
    await fakeRun(callbacks.csvLogger({ path, append: true }), logs.slice(0, 1));
    expect(await content()).toBe(`${header}0,0.\n${rows[0]}`);
    await writeFile(path, '');
    await fakeRun(callbacks.csvLogger({ path, append: true }), logs.slice(0, 1));
    expect(await content()).toBe(header + rows[0]!);
  });

  it('refuses a file with other columns and leaves it unchanged', async () => {
    await writeFile(path, 'epoch,loss\n0,1\n');
    await expectError(() => fakeRun(callbacks.csvLogger({ path, append: true }), logs), Data, {
      code: 'csv-columns',
    });
    expect(await content()).toBe('epoch,loss\n0,1\n');
  });

  it('names the file that cannot be written or read', async () => {
    const nowhere = join(folder, 'none', 'a.csv');
    const run = () => fakeRun(callbacks.csvLogger({ path: nowhere }), logs);
    await expectError(run, Data, { operation: 'csvLogger', actual: /none.a\.csv cannot be written/ });
    const folderItself = () => fakeRun(callbacks.csvLogger({ path: folder, append: true }), logs);
    await expectError(folderItself, Data, { actual: /cannot be read/ });
  });

  it('calls a function with each line', async () => {
    const lines: string[] = [];
    const write = async (line: string) => void lines.push(line);
    await fakeRun(callbacks.csvLogger({ write }), logs);
    expect(lines).toEqual([header, ...rows]);
    lines.length = 0;
    await fakeRun(callbacks.csvLogger({ write, append: true }), logs);
    expect(lines).toEqual(rows);
  });

  it('quotes names and arrays, and leaves the cells of missing metrics empty', async () => {
    const lines: string[] = [];
    const callback = callbacks.csvLogger({ write: (line) => void lines.push(line), separator: ';' });
    await callback.onTrainBegin?.({
      metricNames: ['f1; "cats"', 'matrix', 'valLoss'],
    } as unknown as TrainingRun);
    const values = { 'f1; "cats"': 1, matrix: { data: Float64Array.of(1, 2), shape: [2] } };
    await callback.onEpochEnd?.(0, {
      epoch: 0,
      loss: 1,
      seconds: 2,
      samplesPerSecond: 3,
      ...values,
    });
    expect(lines).toEqual([
      'epoch;"f1; ""cats""";matrix;valLoss;seconds;samplesPerSecond\n',
      '0;1;[1,2];;2;3\n',
    ]);
  });

  it.each([
    [{}],
    [{ path: '' }],
    [{ path: 3 }],
    [{ path: 'a', write: () => undefined }],
    [{ write: 'a' }],
    [{ path: 'a', separator: '' }],
    [{ path: 'a', separator: '.' }],
    [{ path: 'a', separator: '"' }],
    [{ path: 'a', append: 'yes' }],
    [{ filename: 'a' }],
  ])('refuses %j', async (options) => {
    await expectError(() => callbacks.csvLogger(options as never), ArgumentError, { operation: 'csvLogger' });
  });

  it('needs a function in a browser', async () => {
    for (const call of [
      () => browser.readText('a', 'csvLogger'),
      () => browser.writeText('a', '', 'csvLogger'),
      () => browser.appendText('a', '', 'csvLogger'),
    ]) {
      await expectError(call, ArgumentError, { remedy: /write/ });
    }
  });
});
