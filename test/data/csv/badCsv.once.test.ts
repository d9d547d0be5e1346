import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { ArgumentError, DataError, DTypeError } from 'ferrograd';
import { type CsvOptions, loadCsv, readCsv } from 'ferrograd/data';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { type Expected, expectError } from '../../support/errors.js';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'csv-'));
});
afterAll(async () => rm(folder, { recursive: true }));

describe('bad tables', () => {
  const many = Array.from({ length: 5000 }, (_, i) => `${i},${i}`);
  const broken: [string, string | Uint8Array, CsvOptions, Expected][] = [
    ['a ragged row', 'a,b\n1,2\n3\n', {}, { code: 'csv-ragged', actual: /1 field in line 3/ }],
    [
      'a ragged row of many',
      `a,b\n${many.join('\n')}\n1,2,3\n`,
      {},
      { code: 'csv-ragged', actual: /3 fields in line 5002/ },
    ],
    [
      'a ragged row of text',
      `a,b\nx,1\n${many.join('\n')}\n1,2,3\n`,
      {},
      { code: 'csv-ragged', actual: /line 5003/ },
    ],
    ['a header of another width', 'a,b,c\n1,2\n', {}, { code: 'csv-ragged', expected: /3 columns/ }],
    [
      'a field that is no number',
      'a,b\n1,2\n3,x7\n',
      { types: 'number' },
      { code: 'csv-not-a-number', actual: /"x7" in line 3, column b/ },
    ],
    [
      'a field that is no number in a later chunk',
      `a,b\n${many.join('\n')}\n1,1.2.3\n`,
      { types: { b: 'number' } },
      { code: 'csv-not-a-number', actual: /"1.2.3" in line 5002, column b/ },
    ],
    [
      'a field that is no number beside text',
      'a,b\nx,1\n"y\nz",no\n',
      { types: { b: 'number' } },
      { actual: /"no" in line 3, column b/ },
    ],
    ['a hexadecimal number', 'a\n0x10\n', { types: 'number' }, { actual: /"0x10"/ }],
    [
      'a field that is no boolean',
      'a\ntrue\nmaybe',
      { types: 'boolean' },
      { code: 'csv-not-a-boolean', actual: /"maybe" in line 3/ },
    ],
    [
      'the wrong delimiter',
      'a;b\n1;2\n3;4',
      { delimiter: ',' },
      { code: 'csv-delimiter', remedy: /delimiter: ";"/ },
    ],
    [
      'the wrong delimiter with types',
      'a;b\n1;2\n',
      { delimiter: ',', types: 'number' },
      { code: 'csv-not-a-number', actual: /"1;2" in line 2/, remedy: /delimiter: ";"/ },
    ],
    [
      'an open quotation mark',
      'a,b\n1,2\n"x,3\n4,5\n',
      {},
      { code: 'csv-quotes', actual: /line 3 that is never closed/ },
    ],
    ['text after a quotation mark', 'a,b\n"x"y,3\n', {}, { code: 'csv-quotes', actual: /line 2/ }],
    ['an empty file', '', {}, { code: 'csv-empty' }],
    ['a file of blank lines', '\n\n', {}, { code: 'csv-empty' }],
    [
      'text that is not UTF-8',
      Buffer.from('a,b\n1,2\nGr\u00fc\u00dfe,3\n', 'latin1'),
      {},
      { code: 'text-encoding', actual: /0xfc in line 3/ },
    ],
    [
      'text in a later chunk that is not UTF-8',
      Buffer.from(`a,b\n${many.join('\n')}\nGr\u00fc,3\n`, 'latin1'),
      {},
      { code: 'text-encoding', actual: /line 5002/ },
    ],
    ['UTF-16', Buffer.from('\uFEFFa,b\n1,2', 'utf16le'), {}, { code: 'text-encoding', remedy: /utf-16le/ }],
    ['a photograph', Buffer.from('ffd8ffe000104a46494600010100', 'hex'), {}, { code: 'text-encoding' }],
    [
      'a truncated gzip file',
      gzipSync('a,b\n1,2\n'.repeat(100)).subarray(0, -12),
      {},
      { code: 'gzip-corrupt' },
    ],
    ['a zip bomb', gzipSync(Buffer.alloc(10_000_000)), { maxBytes: 1_000_000 }, { code: 'too-large' }],
  ];

  it.each(broken)('%s is refused with file and position', async (_, content, options, expected) => {
    await expectError(() => readCsv(content, options), DataError, { operation: 'readCsv', ...expected });
    const path = join(folder, 'broken.csv');
    await writeFile(path, content);
    const error = await expectError(() => loadCsv(path, options), DataError, {
      operation: 'loadCsv',
      ...expected,
    });
    expect(error.actual).toContain(path);
  });

  it('a record of more than 16 MiB is refused', async () => {
    const endless = `a,b\n"${'x'.repeat(2 ** 24)},\n${'1,2\n'.repeat(2 ** 22)}`;
    await expectError(() => readCsv(endless), DataError, { code: 'csv-long-record', actual: /line 2/ });
  });

  it('a damaged file gives a table or a DataError', async () => {
    const good = 'a,b,c\n1,"x, y",3\n4,"z",6\n';
    await fc.assert(
      fc.asyncProperty(fc.nat(good.length - 1), fc.nat(255), fc.nat(good.length), async (at, byte, end) => {
        const bytes = new TextEncoder().encode(good);
        bytes[at] = byte;
        const read = readCsv(bytes.subarray(0, end)).then(
          (table) => table.names.length > 0,
          (error: unknown) => error instanceof DataError,
        );
        expect(await read).toBe(true);
      }),
    );
  });

  it.each<[string, unknown, RegExp]>([
    ['an unknown option', { separator: ';' }, /separator/],
    ['a delimiter of two characters', { delimiter: ';;' }, /delimiter is ";;"/],
    ['a quotation mark as delimiter', { delimiter: '"' }, /delimiter/],
    ['an unknown type', { types: { a: 'float' } }, /float/],
    ['the type of an unknown column', { types: { c: 'number' } }, /"c"/],
    ['an unknown way to treat missing values', { missing: 'ignore' }, /missing is "ignore"/],
    ['half a line to skip', { skipLines: 0.5 }, /skipLines/],
    ['an unknown encoding', { encoding: 'klingon' }, /klingon/],
  ])('%s is refused', async (_, options, message) => {
    const bytes = new TextEncoder().encode('a,b\n1,2\n');
    await expectError(() => readCsv(bytes, options as CsvOptions), ArgumentError, { message });
  });

  it('an input that is neither text nor bytes, and a file that cannot be read, are refused', async () => {
    await expectError(() => readCsv(5 as never), DTypeError, { code: 'bytes-type' });
    await expectError(() => loadCsv(join(folder, 'none.csv')), DataError, {
      code: 'file',
      actual: /none.csv/,
    });
    await expectError(() => loadCsv(folder), DataError, { code: 'file' });
  });
});
