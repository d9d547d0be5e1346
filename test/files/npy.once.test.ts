import fc from 'fast-check';
import { ArgumentError, DataError, DTypeError, ShapeError } from 'ferrograd';
import { describe, expect, it, test } from 'vitest';
import { decodeNpy, encodeNpy, type NpyOptions } from '../../dist/files/npy.js';
import { expectError } from '../support/errors.js';
import { damaged, fileArrays } from './arbitraries.js';
import { fromBase64, npy, refusedNpy, valuesLike } from './fixtures.js';

/** An .npy file with the given header and number of bytes for elements, whatever the header says. */
function file(header: string, dataBytes = 0, version = 1): Uint8Array {
  const text = new TextEncoder().encode(`${header}\n`);
  const bytes = new Uint8Array(10 + text.length + dataBytes);
  bytes.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, version, 0, text.length % 256, text.length >> 8]);
  bytes.set(text, 10);
  return bytes;
}

describe.each(npy)('NumPy’s $name', (fixture) => {
  const bytes = fromBase64(fixture.base64);

  it('is read with type, shape and values', () => {
    const { data, shape, dtype } = decodeNpy(bytes);
    expect({ shape, dtype }).toEqual({ shape: fixture.shape, dtype: fixture.dtype });
    expect([...data]).toEqual(valuesLike(data, fixture));
  });

  it('is written byte for byte as NumPy writes it', () => {
    const options: NpyOptions = {
      version: bytes[6] as 1 | 2 | 3,
      bigEndian: fixture.name.startsWith('>'),
      fortranOrder: Buffer.from(bytes).includes("'fortran_order': True"),
    };
    expect(encodeNpy(decodeNpy(bytes), options)).toEqual(bytes);
  });
});

test.each(refusedNpy)('an array of $name is refused', async ({ name, base64 }) => {
  const message = name.startsWith('complex') ? /complex numbers.*array.real/ : /elements of type/;
  await expectError(() => decodeNpy(fromBase64(base64)), DataError, { code: 'npy-dtype', message });
});

describe('encodeNpy', () => {
  it('is undone by decodeNpy', () => {
    const options = fc.record({
      version: fc.constantFrom(1, 2, 3),
      bigEndian: fc.boolean(),
      fortranOrder: fc.boolean(),
    });
    const property = fc.property(fileArrays, options, (array, how) => {
      expect(decodeNpy(encodeNpy(array, how as NpyOptions))).toEqual(array);
    });
    fc.assert(property, { numRuns: 1000 });
  });

  test.each([
    ['no array', [3], DTypeError, /the array is 3/],
    ['a wrong size', [{ data: Int8Array.of(1), shape: [], dtype: 'bool' }], DTypeError, /Uint8Array/],
    ['a wrong shape', [{ data: Int8Array.of(1), shape: [0] }], ShapeError, /has 1 values/],
    [
      'a type that NumPy lacks',
      [{ data: new Float32Array(1), shape: [1], dtype: 'bfloat16' }],
      DTypeError,
      /float16/,
    ],
    ['version 4', [{ data: new Float32Array(1), shape: [1] }, { version: 4 }], ArgumentError, /version/],
    [
      'an unknown option',
      [{ data: new Float32Array(1), shape: [1] }, { fortran: true }],
      ArgumentError,
      /fortranOrder/,
    ],
  ])('refuses %s', async (_, args, Class, message) => {
    await expectError(() => encodeNpy(...(args as Parameters<typeof encodeNpy>)), Class, { message });
  });
});

describe('decodeNpy refuses', () => {
  const intact = file("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }", 8);
  const header = (shape: string, more = '') =>
    `{'descr': '|u1', 'fortran_order': False, 'shape': ${shape}${more}}`;

  it('nothing of these variants, which NumPy writes or has written', () => {
    expect(decodeNpy(intact)).toEqual({ data: new Float32Array(2), shape: [2], dtype: 'float32' });
    for (const shape of ['(1L, 2L)', '(1,2,)', '( 1 , 2 )']) {
      expect(decodeNpy(file(header(shape), 2)).shape).toEqual([1, 2]);
    }
    expect(decodeNpy(file('{"shape":(),"descr":"|b1","fortran_order":True}', 1)).shape).toEqual([]);
  });

  test.each<[string, Uint8Array, string, RegExp]>([
    ['an empty file', new Uint8Array(0), 'truncated', /ends after 0 bytes/],
    ['another file', new TextEncoder().encode('<!doctype html>'), 'magic', /does not begin/],
    ['version 4', file(header('(1,)'), 1, 4), 'version', /version 4.0/],
    ['half a header', intact.subarray(0, 30), 'truncated', /ends after 30 bytes/],
    [
      'an absurd header',
      Uint8Array.of(...intact.subarray(0, 6), 2, 0, 255, 255, 255, 255),
      'header',
      /4294967295/,
    ],
    ['missing elements', intact.subarray(0, -1), 'truncated', /has 7 bytes.*takes 8/],
    ['too many elements', Uint8Array.of(...intact, 0), 'trailing', /has 9 bytes.*takes 8/],
    ['an overflow', file(header('(9007199254740991, 9007199254740991)'), 1), 'truncated', /takes 8.1/],
    ['no dictionary', file('(1, 2)'), 'header', /dictionary/],
    ['a missing key', file("{'descr': '|u1', 'shape': (1,)}", 1), 'header', /fortran_order/],
    [
      'a key twice',
      file("{'descr': '|u1', 'descr': '|u1', 'fortran_order': False, 'shape': (1,)}"),
      'header',
      /./,
    ],
    ['a further key', file(header('(1,)', ", 'x': 1"), 1), 'header', /dictionary/],
    ['text behind the dictionary', file(`${header('(1,)')} x`, 1), 'header', /dictionary/],
    ['code', file(header('(__import__("os"),)'), 1), 'header', /dictionary/],
    ['a number as shape', file(header('(1)'), 1), 'header', /dictionary/],
    ['a negative size', file(header('(-1,)'), 1), 'header', /dictionary/],
    ['a broken size', file(header('(1.5,)'), 1), 'header', /dictionary/],
    ['a size beyond 2⁵³', file(header('(9007199254740993,)'), 1), 'header', /dictionary/],
    ['unknown byte order', file(header('(1,)').replace('|u1', '=f4'), 4), 'dtype', /"=f4"/],
    ['no byte order', file(header('(1,)').replace('|u1', '|f4'), 4), 'dtype', /"|f4"/],
    ['deep nesting', file(header('('.repeat(500)), 4), 'header', /dictionary/],
  ])('%s', async (_, bytes, code, message) => {
    const expected = { code: new RegExp(`^npy-${code}$`), operation: 'decodeNpy', message };
    await expectError(() => decodeNpy(bytes), DataError, expected);
  });

  it('damaged files, by a DataError', () => {
    const files = npy.filter((_, i) => i % 5 === 0).map(({ base64 }) => fromBase64(base64));
    const words = fc.constantFrom(
      ...'{ } ( ) [ ] , : 1 2L True'.split(' '),
      "'descr'",
      "'shape'",
      "'<f4'",
      '"fortran_order"',
    );
    const headers = fc.array(words, { maxLength: 20 }).map((tokens) => file(tokens.join(''), 4));
    const property = fc.property(fc.oneof(damaged([intact, ...files]), headers), (bytes) => {
      try {
        decodeNpy(bytes);
      } catch (error) {
        expect(error).toMatchObject({ name: 'DataError' });
      }
    });
    fc.assert(property, { numRuns: 3000 });
  });
});
