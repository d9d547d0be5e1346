import fc from 'fast-check';
import { ArgumentError, DataError, DTypeError, ShapeError } from 'ferrograd';
import { describe, expect, it, test } from 'vitest';
import { decodeSafetensors, encodeSafetensors } from '../../dist/files/safetensors.js';
import { expectError } from '../support/errors.js';
import { damaged, namedFileArrays } from './arbitraries.js';
import { fromBase64, safetensors, valuesLike } from './fixtures.js';

/** A file with the given header and number of bytes for tensors, whatever the header says. */
function file(header: unknown, dataBytes = 0, announced?: bigint): Uint8Array {
  const text = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header));
  const bytes = new Uint8Array(8 + text.length + dataBytes);
  new DataView(bytes.buffer).setBigUint64(0, announced ?? BigInt(text.length), true);
  bytes.set(text, 8);
  return bytes;
}

const tensor = (start: number, end: number, more: object = {}) => ({
  dtype: 'U8',
  shape: [end - start],
  data_offsets: [start, end],
  ...more,
});

describe.each(safetensors)('safetensors of $name', ({ base64, metadata, tensors }) => {
  const bytes = fromBase64(base64);
  const read = decodeSafetensors(bytes);

  it('are read with names, types, shapes and values', () => {
    expect(read.metadata).toEqual(metadata);
    expect([...read.tensors.keys()].sort()).toEqual(Object.keys(tensors).sort());
    for (const [name, { data, shape, dtype }] of read.tensors) {
      const expected = Object.entries(tensors).find(([key]) => key === name)![1];
      expect({ shape, dtype }).toEqual({ shape: expected.shape, dtype: expected.dtype });
      expect([...data]).toEqual(valuesLike(data, expected));
    }
  });

  it('are written byte for byte as the library writes them, in any order of the arrays', () => {
    expect(encodeSafetensors(new Map([...read.tensors].reverse()), metadata)).toEqual(bytes);
  });
});

describe('encodeSafetensors', () => {
  it('is undone by decodeSafetensors', () => {
    const texts = fc.dictionary(fc.string(), fc.string());
    const property = fc.property(namedFileArrays, texts, (arrays, metadata) => {
      const bytes = encodeSafetensors(arrays, metadata);
      expect(new DataView(bytes.buffer).getBigUint64(0, true) % 8n).toBe(0n);
      const read = decodeSafetensors(bytes);
      expect(read.tensors.size).toBe(arrays.size);
      for (const [name, array] of arrays) expect(read.tensors.get(name)).toEqual(array);
      expect(Object.entries(read.metadata).sort()).toEqual(Object.entries(metadata).sort());
    });
    fc.assert(property, { numRuns: 300 });
  });

  it('takes objects, views of buffers and narrower types', () => {
    const data = Float32Array.of(9, 0.1, 1, 65519, 65520, 2 ** -25, -0).subarray(1);
    const { tensors } = decodeSafetensors(
      encodeSafetensors({
        half: { data, shape: [2, 3], dtype: 'float16' },
        brain: { data, shape: [6], dtype: 'bfloat16' },
        clamped: { data: Uint8ClampedArray.of(7), shape: [] },
      }),
    );
    expect([...tensors.get('half')!.data]).toEqual([0.0999755859375, 1, 65504, Infinity, 0, -0]);
    expect([...tensors.get('brain')!.data]).toEqual([0.10009765625, 1, 65536, 65536, 2 ** -25, -0]);
    expect(tensors.get('clamped')).toEqual({ data: Uint8Array.of(7), shape: [], dtype: 'uint8' });
  });

  test.each([
    ['no array', { a: 3 }, DTypeError, /"a" is 3/],
    ['a list', [], DTypeError, /Map or an object/],
    ['plain numbers', { a: { data: [1, 2], shape: [2] } }, DTypeError, /"a".data is an array of length 2/],
    ['a wrong shape', { a: { data: Float32Array.of(1), shape: [2] } }, ShapeError, /has 1 values.*needs 2/],
    ['no shape', { a: { data: Float32Array.of(1), shape: [-1] } }, ShapeError, /array of sizes/],
    [
      'an unknown type',
      { a: { data: Float32Array.of(1), shape: [1], dtype: 'flaot16' } },
      ArgumentError,
      /float16/,
    ],
    ['another type', { a: { data: Float32Array.of(1), shape: [1], dtype: 'int8' } }, DTypeError, /Int8Array/],
    ['no booleans', { a: { data: Uint8Array.of(2), shape: [1], dtype: 'bool' } }, ArgumentError, /0 and 1/],
    [
      'the reserved name',
      { __metadata__: { data: Uint8Array.of(2), shape: [1] } },
      ArgumentError,
      /__metadata__/,
    ],
  ])('refuses %s', async (_, tensors, Class, message) => {
    await expectError(() => encodeSafetensors(tensors as never), Class, { message });
  });

  it('refuses metadata that is no string', async () => {
    const metadata = { epoch: 3 } as unknown as Record<string, string>;
    await expectError(() => encodeSafetensors({}, metadata), ArgumentError, {
      message: /metadata.epoch is 3/,
    });
  });
});

describe('decodeSafetensors refuses', () => {
  const intact = file({ a: tensor(0, 4), b: tensor(4, 8) }, 8);

  test.each<[string, Uint8Array, string, RegExp]>([
    ['an empty file', new Uint8Array(0), 'truncated', /ends after 0 bytes/],
    ['half a header', intact.subarray(0, 20), 'truncated', /ends after 20 bytes, its header reaches to/],
    ['missing elements', intact.subarray(0, -1), 'truncated', /"b".*ends at 8, the file has 7/],
    ['an absurd header', file('{}', 0, 2n ** 63n), 'header', /header of 9223372036854775808 bytes/],
    ['a header above the limit', file('{}', 0, 100_000_001n), 'header', /allows 100000000/],
    ['a header above the file', file('{}', 0, 100_000_000n), 'truncated', /reaches to 100000008/],
    ['no JSON', file('{a}'), 'header', /is not JSON/],
    ['no UTF-8', file('{"a":"x"}').with(14, 0xff), 'header', /is not JSON/],
    ['a list', file([]), 'header', /is an array/],
    ['a name twice', file('{"a":{},"\\u0061":{}}'), 'duplicate', /"a" twice/],
    ['a key twice', file('{"a":{"dtype":"U8","dtype":"I8"}}'), 'duplicate', /"dtype" twice/],
    ['an entry that is no object', file({ a: 1 }), 'header', /"a".* is 1/],
    ['an unknown type', file({ a: tensor(0, 0, { dtype: 'F8_E4M3' }) }), 'dtype', /"a".*"F8_E4M3".*BF16/],
    ['a negative size', file({ a: tensor(0, 0, { shape: [-1] }) }), 'shape', /"a".*\[-1\]/],
    ['a broken size', file({ a: tensor(0, 0, { shape: [1.5] }) }), 'shape', /\[1.5\]/],
    ['one offset', file({ a: tensor(0, 0, { data_offsets: [0] }) }), 'offsets', /"a".*\[0\]/],
    ['offsets turned round', file({ a: tensor(0, 0, { data_offsets: [4, 0] }) }, 4), 'offsets', /\[4, 0\]/],
    [
      'a size too small',
      file({ a: tensor(0, 4, { dtype: 'F32', shape: [2] }) }, 4),
      'size',
      /4 bytes.*takes 8/,
    ],
    ['an overflow', file({ a: tensor(0, 4, { shape: [2 ** 52, 2 ** 52] }) }, 4), 'size', /takes 2.028/],
    ['a hole', file({ a: tensor(0, 2), b: tensor(3, 4) }, 4), 'hole', /"b".*begins at 3.*ends at 2/],
    ['a hole at the front', file({ a: tensor(1, 2) }, 2), 'hole', /"a".*begins at 1/],
    ['an overlap', file({ a: tensor(0, 3), b: tensor(2, 4) }, 4), 'overlap', /"b".*begins at 2.*ends at 3/],
    ['bytes behind the tensors', file({ a: tensor(0, 2) }, 3), 'trailing', /has 3 bytes.*take 2/],
    ['metadata that is no text', file({ __metadata__: { a: 1 } }), 'metadata', /__metadata__/],
  ])('%s', async (_, bytes, code, message) => {
    const expected = { code: new RegExp(`^safetensors-${code}$`), operation: 'decodeSafetensors', message };
    await expectError(() => decodeSafetensors(bytes), DataError, expected);
  });

  it('an input that is no binary data', async () => {
    await expectError(() => decodeSafetensors('a path' as never), DTypeError);
  });

  it('long texts without exhausting the stack', () => {
    const text = `${'x'.repeat(3e7)}${'\\n'.repeat(1e6)}`;
    expect(decodeSafetensors(file({ __metadata__: { text } })).metadata).toEqual({ text });
    expect(() => decodeSafetensors(file('['.repeat(1e6)))).toThrow(DataError);
  });

  it('damaged files, by a DataError', () => {
    const files = [intact, ...safetensors.map(({ base64 }) => fromBase64(base64))];
    const headers = fc.json().map((json) => file(json, 8));
    const entries = fc.record({
      dtype: fc.constantFrom('U8', 'F64', 'BOOL', 'X'),
      shape: fc.array(fc.oneof(fc.nat(4), fc.double())),
      data_offsets: fc.array(fc.oneof(fc.nat(8), fc.double())),
    });
    const likely = fc.dictionary(fc.string(), entries).map((header) => file(header, 8));
    const property = fc.property(fc.oneof(damaged(files), headers, likely), (bytes) => {
      try {
        decodeSafetensors(bytes);
      } catch (error) {
        expect(error).toMatchObject({ name: 'DataError' });
      }
    });
    fc.assert(property, { numRuns: 3000 });
  });
});
