import { createReadStream } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';

import { ArgumentError, DataError, DTypeError, layers, sequential } from 'ferrograd';
import { csvBatches, type CsvBatchesOptions, readCsv, type StreamSource } from 'ferrograd/data';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { type Expected, expectError } from '../../support/errors.js';
import { isBitwiseEqual } from '../bitwise.js';
import { startServer } from '../server.js';

const rows = 100_000;
const text = `a,b,y\n${Array.from({ length: rows }, (_, i) => `${i},${i / 4},${-i}`).join('\n')}\n`;

let folder = '';
let path = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'csv-batches-'));
  path = join(folder, 'rows.csv');
  await writeFile(path, text);
  await writeFile(`${path}.gz`, gzipSync(text));
});
afterAll(async () => rm(folder, { recursive: true }));

async function collect(source: StreamSource, options: Partial<CsvBatchesOptions> = {}) {
  const batches = [];
  for await (const batch of csvBatches(source, { target: 'y', batchSize: 1000, ...options }))
    batches.push(batch);
  return batches;
}

describe('csvBatches', () => {
  it.each<[string, () => StreamSource]>([
    ['a path', () => path],
    ['a gzipped file', () => `${path}.gz`],
    ['a stream of Node', () => createReadStream(path, { highWaterMark: 1777 })],
    ['a function that opens a stream', () => () => createReadStream(path)],
    ['a stream of the web', () => new Blob([text]).stream()],
    ['a Blob', () => new Blob([gzipSync(text)])],
    ['a stream of texts', () => Readable.from(text.match(/[^]{1,999}/g) ?? [])],
  ])('reads %s', async (_, source) => {
    const batches = await collect(source());
    expect(batches).toHaveLength(100);
    batches.forEach(([x, y], batch) => {
      expect([x.shape, y.shape]).toEqual([[1000, 2], [1000]]);
      const expected = Float32Array.from(
        { length: 2000 },
        (_, i) => (batch * 1000 + (i >> 1)) / (i % 2 ? 4 : 1),
      );
      expect(isBitwiseEqual(x.data, expected)).toBe(true);
      expect(y.data[0]).toBeCloseTo(-batch * 1000);
    });
  });

  it('reads from an address', async () => {
    await using server = await startServer((_, response) => response.end(text));
    expect(await collect(server.url)).toHaveLength(100);
  });

  it('ends with a smaller batch, which dropRemainder leaves out', async () => {
    const small = () => Readable.from(['a,y\n1,2\n3,4\n5,6']);
    const shapes = async (options: Partial<CsvBatchesOptions>) =>
      (await collect(small(), { batchSize: 2, ...options })).map(([x]) => x.shape);
    expect(await shapes({})).toEqual([[2, 1], [1, 1]]); // prettier-ignore
    expect(await shapes({ dropRemainder: true })).toEqual([[2, 1]]);
  });

  it('reads text, quoted fields, missing values and several targets', async () => {
    const table = 'kind,a,"b ""c"""\ncat,1,"2"\n"dog",,4\ncat,5,6\n';
    const options = { target: 'kind', classes: ['cat', 'dog'], dtype: 'float64', batchSize: 3 } as const;
    const all = [];
    for await (const batch of csvBatches(Readable.from([table.slice(0, 20), table.slice(20)]), options))
      all.push(batch);
    expect(all).toEqual([
      [
        { data: Float64Array.of(1, 2, NaN, 4, 5, 6), shape: [3, 2] },
        { data: Int32Array.of(0, 1, 0), shape: [3] },
      ],
    ]);
    const [[x, y] = []] = await collect(Readable.from([table]), {
      target: ['a', 'b "c"'],
      features: ['a'],
      missing: 'drop',
    });
    expect([x?.data, y?.data, y?.shape]).toEqual([
      Float32Array.of(1, 5),
      Float32Array.of(1, 2, 5, 6),
      [2, 2],
    ]);
  });

  it('trains a model as the table in memory does, with the same losses in every epoch', async () => {
    const short = text.slice(0, text.indexOf('\n5000,') + 1);
    const scaled = short.replace(
      /^(\d+),([\d.]+),-?(\d+)$/gm,
      (_, a, b) => `${Number(a) / 5000},${Number(b) / 5000},${Number(a) / 9000}`,
    );
    const net = () => {
      const model = sequential({ inputShape: [2], seed: 1 }, [layers.dense(1)]);
      model.compile({ optimizer: 'sgd', loss: 'meanSquaredError' });
      return model;
    };
    const [streamed, whole] = [net(), net()];
    const file = join(folder, 'short.csv');
    await writeFile(file, scaled);
    await streamed.fitDataset(csvBatches(file, { target: 'y' }), { epochs: 3 });
    const { x, y } = (await readCsv(scaled)).xy({ target: 'y' });
    await whole.fit(x, y, { epochs: 3, shuffle: false });
    expect(streamed.history?.history).toEqual(whole.history?.history);
  });

  it('refuses to read a stream twice', async () => {
    const batches = csvBatches(Readable.from([text]), { target: 'y' });
    await firstOf(batches);
    await expectError(() => firstOf(batches), ArgumentError, { code: 'stream-consumed' });
  });

  it('closes the stream when the iteration ends early', async () => {
    const stream = createReadStream(path);
    await firstOf(csvBatches(stream, { target: 'y' }));
    expect(stream.destroyed).toBe(true);
  });

  const late = (line: string) => `${text}${line}\n1,2,3\n`;
  it.each<[string, () => StreamSource, Partial<CsvBatchesOptions>, Expected]>([
    [
      'a ragged row',
      () => Readable.from([late('1,2')]),
      {},
      { code: 'csv-ragged', actual: /the stream has 2 fields in line 100002/ },
    ],
    [
      'a field that is no number',
      () => Readable.from([late('1,x,2')]),
      {},
      { code: 'csv-not-a-number', actual: /"x" in line 100002, column b/ },
    ],
    [
      'a missing value',
      () => Readable.from([late('1,,2')]),
      { missing: 'error' },
      { code: 'csv-missing', actual: /line 100002, column b/ },
    ],
    [
      'text that is not UTF-8',
      () => Readable.from([Buffer.from(late('1,\u00fc,2'), 'latin1')]),
      { types: { b: 'string' }, features: ['a'] },
      { code: 'text-encoding', actual: /line 100002/ },
    ],
    [
      'a record of more than 16 MiB',
      () => Readable.from(['a,y\n1,2\n', ...Array.from({ length: 40 }, () => '1'.repeat(2 ** 20))]),
      {},
      { code: 'csv-long-record', actual: /line 3/ },
    ],
    [
      'a truncated gzip file',
      () => new Blob([gzipSync(text).subarray(0, -2000)]),
      {},
      { code: 'gzip-corrupt' },
    ],
    ['a missing file', () => '/nowhere/rows.csv', {}, { code: 'file', actual: /rows.csv/ }],
    ['an empty stream', () => Readable.from([]), {}, { code: 'csv-empty' }],
  ])('%s is refused with its position', async (_, source, options, expected) => {
    await expectError(() => collect(source(), options), DataError, { operation: 'csvBatches', ...expected });
  });

  it('the error of a stream that fails is thrown', async () => {
    const source = async function* () {
      yield text;
      throw new Error('the disk is gone');
    };
    await expect(collect(source())).rejects.toThrow('the disk is gone');
  });

  it('the reason of an aborted signal is thrown', async () => {
    const controller = new AbortController();
    const reason = new Error('enough');
    const run = async () => {
      for await (const [x] of csvBatches(() => endless(), { target: 'y', signal: controller.signal })) {
        expect(x.shape).toEqual([32, 1]);
        controller.abort(reason);
      }
    };
    await expect(run()).rejects.toBe(reason);
  });

  it.each<[string, () => unknown, RegExp]>([
    ['an unknown target', () => collect(path, { target: 'z' }), /"z"/],
    ['a target of text without classes', () => collect(Readable.from(['a,y\n1,x']), {}), /"y" is text/],
    ['an unknown option', () => collect(path, { batch: 5 } as never), /batch/],
    ['a batch size of 0', () => collect(path, { batchSize: 0 }), /batchSize is 0/],
  ])('%s is refused', async (_, call, message) => {
    await expectError(call, ArgumentError, { message });
  });

  it('a source that is no stream, and a stream of numbers, are refused', async () => {
    await expectError(() => collect(5 as never), DTypeError, { code: 'stream' });
    await expectError(() => collect(Readable.from([5])), DTypeError, { code: 'stream-piece' });
  });
});

async function* endless() {
  yield 'a,y\n';
  for (;;) yield '1,2\n'.repeat(10_000);
}

async function firstOf(items: AsyncIterable<unknown>) {
  for await (const item of items) return item;
  return undefined;
}
