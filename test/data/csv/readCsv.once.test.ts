import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { ArgumentError, DataError } from 'ferrograd';
import { type CsvOptions, fetchCsv, loadCsv, readCsv } from 'ferrograd/data';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';

import { expectError } from '../../support/errors.js';
import { isBitwiseEqual } from '../bitwise.js';
import { startServer } from '../server.js';

const plain = (column: ArrayLike<unknown> | undefined) => Array.from(column ?? []);

/** The columns of a table as arrays, by name. */
async function columns(text: string | Uint8Array, options?: CsvOptions) {
  const table = await readCsv(text, options);
  return Object.fromEntries(table.names.map((name) => [name, plain(table.columns[name])]));
}

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'csv-'));
});
afterAll(async () => rm(folder, { recursive: true }));

describe('readCsv', () => {
  it('reads numbers into columns and into one array', async () => {
    const table = await readCsv('a,b\n1,2\n-3.5e2,+.25\n');
    expect([table.names, table.rows, table.types]).toEqual([['a', 'b'], 2, ['number', 'number']]);
    expect(table.columns['a']).toEqual(Float64Array.of(1, -350));
    expect(table.toArray()).toEqual({ data: Float64Array.of(1, 2, -350, 0.25), shape: [2, 2] });
    expect(table.toArray({ columns: ['b'], dtype: 'float32' })).toEqual({
      data: Float32Array.of(2, 0.25),
      shape: [2, 1],
    });
  });

  it.each<[string, string, CsvOptions | undefined, Record<string, unknown[]>]>([
    [
      'the first record as a header only where it has no number',
      '1,2\n3,4',
      undefined,
      { column1: [1, 3], column2: [2, 4] },
    ],
    ['a header of numbers with header: true', '1990,1991\n3,4', { header: true }, { 1990: [3], 1991: [4] }],
    ['the first record as data with header: false', 'a\nb', { header: false }, { column1: ['a', 'b'] }],
    [
      'a table without header by the names that are passed',
      '1;2',
      { header: ['x', 'y'] },
      { x: [1], y: [2] },
    ],
    ['names that occur twice or are missing', 'a,a,\n1,2,3', undefined, { a: [1], 'a.1': [2], column3: [3] }],
    ['semicolons', 'a;b\n1,5;2\n', undefined, { a: ['1,5'], b: [2] }],
    ['tabs', 'a\tb\n1\t2\n', undefined, { a: [1], b: [2] }],
    ['another delimiter', 'a:b\n1:2\n', { delimiter: ':' }, { a: [1], b: [2] }],
    ['a table of one column', 'a\n1\n2', undefined, { a: [1, 2] }],
    ['the line breaks of Windows', 'a,b\r\n1,2\r\n3,x\r\n', undefined, { a: [1, 3], b: ['2', 'x'] }],
    ['tables with blank lines', '\na,b\n\n1,2\r\n\n3,4\n\n', undefined, { a: [1, 3], b: [2, 4] }],
    ['numbers with blanks around them', 'a, b\n 1 ,\t2 \n', undefined, { a: [1], b: [2] }],
    ['a file with a byte-order mark', '\uFEFFa,b\n1,2', undefined, { a: [1], b: [2] }],
    ['a table after lines to skip', 'made by x\n# 2026\na,b\n1,2', { skipLines: 2 }, { a: [1], b: [2] }],
    ['infinities', 'a\ninf\n-Infinity\n1', undefined, { a: [Infinity, -Infinity, 1] }],
    ['booleans', 'a,b\ntrue,1\nFalse,2', undefined, { a: [1, 0], b: [1, 2] }],
    [
      'quoted fields',
      'a,b,c\n"x, y",1,"say ""hi"""\n"line\nbreak","2",\n',
      undefined,
      { a: ['x, y', 'line\nbreak'], b: [1, 2], c: ['say "hi"', ''] },
    ],
    ['quoted numbers', 'a,b\n"1","2"\n"3","4"', undefined, { a: [1, 3], b: [2, 4] }],
    ['a quotation mark inside a field as text', 'a,b\n5" pipe,1\n', undefined, { a: ['5" pipe'], b: [1] }],
    [
      'a column of digits as text where its type is passed',
      'id,x\n007,1\n',
      { types: { id: 'string' } },
      { id: ['007'], x: [1] },
    ],
    ['columns by types in order', 'id,x\n007,1\n', { types: ['string', 'number'] }, { id: ['007'], x: [1] }],
    ['names and texts in other scripts', 'größe,名\n1,東京\n', undefined, { größe: [1], 名: ['東京'] }],
    ['a table without rows', 'a,b\n', undefined, { a: [], b: [] }],
    [
      'names that objects have already',
      '__proto__,constructor\n1,2',
      undefined,
      { ['__proto__']: [1], constructor: [2] },
    ],
  ])('reads %s', async (_, text, options, expected) => {
    const table = await readCsv(text, options);
    expect([...table.names].sort()).toEqual(Object.keys(expected).sort());
    for (const name of table.names)
      expect([name, plain(table.columns[name])]).toEqual([name, expected[name]]);
  });

  it('widens the type of a column where a later field is text', async () => {
    const rows = Array.from({ length: 30_000 }, (_, i) => `${i},${i === 29_000 ? 'late' : i},${i}`);
    const read = await columns(`a,b,c\n${rows.join('\n')}`);
    expect(read['b']?.slice(28_999, 29_002)).toEqual(['28999', 'late', '29001']);
    expect(read['c']?.[29_999]).toBe(29_999);
  });

  it('reads every finite number as the double that JavaScript reads', async () => {
    const number = fc.double({ noNaN: true, noDefaultInfinity: true });
    await fc.assert(
      fc.asyncProperty(fc.array(number, { minLength: 1, maxLength: 50 }), async (values) => {
        const texts = values.map((value, i) => (i % 2 ? String(value) : value.toExponential(20)));
        const table = await readCsv(texts.join('\n'), { header: ['v'] });
        expect(plain(table.columns['v'])).toEqual(texts.map(Number));
      }),
    );
  });

  it('reads bitwise identical numbers with and without the addon', async () => {
    const text = Array.from({ length: 100_000 }, (_, i) => `${i / 3},${i % 7 ? i : ''},${i * 1e300}`).join(
      '\r\n\n',
    );
    const addon = await readCsv(text, { header: false });
    vi.stubEnv('FERROGRAD_BACKEND', 'wasm');
    const wasm = await readCsv(text, { header: false });
    const broken = readCsv(`${text}\n1,x,2`, { header: false, types: 'number' });
    await expect(broken).rejects.toThrow('"x" in line 200000, column column2');
    vi.unstubAllEnvs();
    expect(addon.rows).toBe(100_000);
    expect(isBitwiseEqual(addon.toArray().data, wasm.toArray().data)).toBe(true);
  });

  it('returns the fields that were written, with any characters in them', async () => {
    const field = fc.string({ unit: fc.constantFrom('a', '1', '"', ',', '\n', ' ', 'ü', '.') });
    const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(field, field), { minLength: 1 }), async (rows) => {
        const text = rows.map((row) => row.map(quoted).join(',')).join('\n');
        const table = await readCsv(text, { header: ['a', 'b'], types: 'string' });
        expect(plain(table.columns['a'])).toEqual(rows.map(([a]) => a));
        expect(plain(table.columns['b'])).toEqual(rows.map(([, b]) => b));
      }),
    );
  });
});

describe('missing values', () => {
  const text = 'a,b,name\n1,,x\nNA,2,\n3,null,y\n4,5,z';
  const numbers = 'a,b\n1,\nNaN,2\n3,4\n';

  it('become NaN by default, and stay as they are in text', async () => {
    expect(await columns(text)).toEqual({
      a: [1, NaN, 3, 4],
      b: [NaN, 2, NaN, 5],
      name: ['x', '', 'y', 'z'],
    });
    expect(await columns(numbers)).toEqual({ a: [1, NaN, 3], b: [NaN, 2, 4] });
  });

  it('are dropped with their records if missing is drop', async () => {
    expect(await columns(text, { missing: 'drop' })).toEqual({ a: [4], b: [5], name: ['z'] });
    expect(await columns(numbers, { missing: 'drop' })).toEqual({ a: [3], b: [4] });
  });

  it('become the number that is passed', async () => {
    expect(await columns(text, { missing: -1 })).toMatchObject({ a: [1, -1, 3, 4], b: [-1, 2, -1, 5] });
    expect(await columns(numbers, { missing: 0 })).toEqual({ a: [1, 0, 3], b: [0, 2, 4] });
  });

  it.each([
    [text, /line 2, column b/],
    [numbers, /line 2, column b/],
  ])('throw an error with line and column if missing is error', async (content, actual) => {
    await expectError(() => readCsv(content, { missing: 'error' }), DataError, {
      code: 'csv-missing',
      actual,
    });
  });

  it('may have other texts than the default ones', async () => {
    expect(await columns('a\n1\n?\n', { missingMarks: ['?'] })).toEqual({ a: [1, NaN] });
    expect(await columns('a\n1\nNA\n', { missingMarks: ['?'] })).toEqual({ a: ['1', 'NA'] });
  });
});

describe('files and addresses', () => {
  const text = `x,y\n${Array.from({ length: 400_000 }, (_, i) => `${i},${i / 8}`).join('\n')}\n`;
  const sum = (i: number) => (i * (i - 1)) / 2;

  it.each([
    ['plain', text],
    ['gzipped', gzipSync(text)],
  ])('loadCsv reads a %s file that is larger than a chunk', async (kind, content) => {
    const path = join(folder, `${kind}.csv`);
    await writeFile(path, content);
    const table = await loadCsv(path);
    expect(table.rows).toBe(400_000);
    expect((table.columns['x'] as Float64Array).reduce((a, b) => a + b)).toBe(sum(400_000));
    expect((table.columns['y'] as Float64Array).reduce((a, b) => a + b)).toBe(sum(400_000) / 8);
  });

  it('fetchCsv and loadCsv read from an address', async () => {
    await using server = await startServer((request, response) => {
      if (request.url === '/table.csv') response.end('a,b\n1,2\n');
      else if (request.url === '/bad.csv') response.end('a,b\n1,2\n3\n');
      else response.writeHead(404).end();
    });
    const url = `${server.url}table.csv`;
    expect((await fetchCsv(url, { types: 'number', cache: folder })).toArray().data).toEqual(
      Float64Array.of(1, 2),
    );
    expect((await loadCsv(url)).names).toEqual(['a', 'b']);
    const bad = await expectError(() => fetchCsv(`${server.url}bad.csv`), DataError, { code: 'csv-ragged' });
    expect(bad.actual).toContain(`${server.url}bad.csv has 1 field in line 3`);
    await expectError(() => fetchCsv(`${server.url}none`), DataError, { code: 'http-status' });
    await expectError(() => fetchCsv(url, { sha256: '0'.repeat(64) }), DataError, { code: 'checksum' });
    await expectError(() => fetchCsv(url, { size: 1 } as never), ArgumentError, {});
  });

  it('loadCsv reads a file in another encoding', async () => {
    const path = join(folder, 'latin1.csv');
    await writeFile(path, Buffer.from('größe\n1\n', 'latin1'));
    expect((await loadCsv(path, { encoding: 'latin1' })).names).toEqual(['größe']);
  });

  it('loadCsv throws the reason of an aborted signal', async () => {
    const path = join(folder, 'plain.csv');
    const reason = new Error('enough');
    await expect(loadCsv(path, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });
});
