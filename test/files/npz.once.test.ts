import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { ArgumentError, DataError, DTypeError } from 'ferrograd';
import { describe, expect, it, test } from 'vitest';
import { crc32 } from '../../dist/files/zipWrite.js';
import { encodeNpy } from '../../dist/files/npy.js';
import { decodeNpz, encodeNpz } from '../../dist/files/npz.js';
import * as browser from '../../dist/platform/browser/compression.js';
import * as node from '../../dist/platform/node/compression.js';
import { expectError } from '../support/errors.js';
import { damaged, namedFileArrays } from './arbitraries.js';
import { fromBase64, npz, valuesLike } from './fixtures.js';

const array = { data: Float32Array.of(1, 2, 3), shape: [3], dtype: 'float32' } as const;

describe.each(npz)('an archive of numpy, $name', ({ base64, arrays }) => {
  it('is read with names, shapes and values', async () => {
    const read = await decodeNpz(fromBase64(base64));
    expect([...read.keys()]).toEqual(Object.keys(arrays));
    for (const [name, { data, shape }] of read) {
      expect(shape).toEqual(arrays[name]!.shape);
      expect([...data]).toEqual(valuesLike(data, arrays[name]!));
    }
  });
});

describe('encodeNpz', () => {
  it('is undone by decodeNpz', async () => {
    const property = fc.asyncProperty(namedFileArrays, fc.boolean(), async (arrays, compress) => {
      expect(await decodeNpz(await encodeNpz(arrays, { compress }))).toEqual(arrays);
    });
    await fc.assert(property, { numRuns: 200 });
  });

  it('writes the same bytes for the same arrays, and fewer with compress', async () => {
    const arrays = { zeros: { data: new Float32Array(1000), shape: [1000] } };
    const stored = await encodeNpz(arrays);
    expect(await encodeNpz(arrays)).toEqual(stored);
    expect((await encodeNpz(arrays, { compress: true })).length).toBeLessThan(stored.length / 10);
  });

  it('refuses names that an archive cannot hold', async () => {
    for (const name of ['', 'a\0b', '\ud800', 'x'.repeat(70_000)]) {
      await expectError(() => encodeNpz({ [name]: array }), ArgumentError, { code: 'npz-name' });
    }
  });
});

test.each([
  ['Node', node],
  ['browsers', browser],
])('deflate in %s compresses, and inflate restores the bytes', async (_, { deflateRaw, inflateRaw }) => {
  const content = Uint8Array.from({ length: 50_000 }, (_value, i) => (i * i) % 251);
  const packed = await deflateRaw(content);
  expect(packed.length).toBeLessThan(content.length / 2);
  expect(await inflateRaw(packed, content.length)).toEqual(content);
  expect(await inflateRaw(await deflateRaw(new Uint8Array(0)), 0)).toHaveLength(0);
  await expect(inflateRaw(packed, content.length - 1)).rejects.toThrow();
  await expect(inflateRaw(packed.subarray(0, -3), content.length)).rejects.toThrow();
});

test('crc32 has the check value of its definition', () => {
  expect(crc32(new TextEncoder().encode('123456789'))).toBe(0xcbf43926);
});

/** A zip archive of one entry; its directory says what `lies` says. */
function zip(
  content: Uint8Array,
  lies: { size?: number; packed?: Uint8Array; flags?: number; method?: number; name?: string } = {},
) {
  const name = Buffer.from(lies.name ?? 'a.npy');
  const packed = lies.packed ?? content;
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(name.length, 26);
  const central = Buffer.alloc(46);
  central.writeUInt32LE(0x02014b50, 0);
  central.writeUInt16LE(lies.flags ?? 0, 8);
  central.writeUInt16LE(lies.method ?? 0, 10);
  central.writeUInt32LE(crc32(content), 16);
  central.writeUInt32LE(packed.length, 20);
  central.writeUInt32LE(lies.size ?? content.length, 24);
  central.writeUInt16LE(name.length, 28);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(central.length + name.length, 12);
  end.writeUInt32LE(local.length + name.length + packed.length, 16);
  return new Uint8Array(Buffer.concat([local, name, packed, central, name, end]));
}

describe('decodeNpz refuses', () => {
  const npy = encodeNpy(array);
  const packed = new Uint8Array(deflateRawSync(npy));
  const intact = zip(npy);
  const changed = (at: number, value: number) => intact.with(at < 0 ? intact.length + at : at, value);
  const two = async () => encodeNpz({ a: array, b: array });

  /** An archive with two records of the directory for the bytes of one entry. */
  const overlapping = async () => {
    const bytes = await two();
    const second = Buffer.from(bytes).lastIndexOf('PK\x01\x02');
    return bytes.fill(0, second + 42, second + 46);
  };
  const named = async (name: string) => {
    const bytes = await two();
    return bytes.with(Buffer.from(bytes).lastIndexOf('b.npy'), name.charCodeAt(0));
  };

  test.each<[string, Uint8Array | Promise<Uint8Array>, string, RegExp]>([
    ['an empty file', new Uint8Array(0), 'zip-corrupt', /no end record/],
    ['another file', npy, 'zip-corrupt', /no end record/],
    ['a missing byte', intact.subarray(0, -1), 'zip-corrupt', /no end record/],
    ['a wrong checksum', changed(35 + npy.length - 1, 99), 'zip-corrupt', /"a.npy".*checksum/],
    ['a directory out of reach', changed(-3, 99), 'zip-corrupt', /entries in the bytes/],
    ['more entries than announced', changed(-12, 2), 'zip-corrupt', /announces 2 entries/],
    ['an entry out of place', changed(0, 0), 'zip-corrupt', /"a.npy".*begin at 0/],
    ['encryption', zip(npy, { flags: 1 }), 'zip-corrupt', /encrypted/],
    ['another method', zip(npy, { method: 14 }), 'zip-corrupt', /method 14/],
    ['a stored size too large', zip(npy, { size: 1e6 }), 'zip-corrupt', /announces 1000000 bytes in 140/],
    [
      'an impossible ratio',
      zip(npy, { packed, method: 8, size: 4e9 }),
      'zip-corrupt',
      /announces 4000000000/,
    ],
    ['a size too large', zip(npy, { packed, method: 8, size: 141 }), 'zip-corrupt', /unpacks to 140 bytes/],
    ['a size too small', zip(npy, { packed, method: 8, size: 139 }), 'zip-corrupt', /cannot be unpacked/],
    [
      'corrupt deflate',
      zip(npy, { packed: packed.with(0, 7), method: 8 }),
      'zip-corrupt',
      /cannot be unpacked/,
    ],
    ['missing 64-bit sizes', zip(npy, { size: 2 ** 32 - 1 }), 'zip-corrupt', /64-bit/],
    ['two entries in one place', overlapping(), 'zip-corrupt', /"a.npy" and "b.npy".*overlap/],
    [
      'two entries of one name',
      two().then(async () => twice(await named('a'))),
      'zip-corrupt',
      /"a.npy" twice/,
    ],
    ['entries that are no arrays', zip(npy, { name: 'data.pkl' }), 'npz-entry', /"data.pkl".*safetensors/],
    ['an entry that is no .npy', zip(intact), 'npy-magic', /"a.npy" of the input does not begin/],
  ])('%s', async (_, bytes, code, message) => {
    const content = await bytes;
    const expected = { code: new RegExp(`^${code}$`), operation: 'decodeNpz', message };
    await expectError(() => decodeNpz(content), DataError, expected);
  });

  it('archives above maxBytes, before unpacking them', async () => {
    const bomb = deflateRawSync(new Uint8Array(2e6));
    const bytes = zip(new Uint8Array(0), { packed: new Uint8Array(bomb), method: 8, size: 2e6 });
    const before = process.memoryUsage().arrayBuffers;
    await expectError(() => decodeNpz(bytes, { maxBytes: 1e6 }), DataError, { code: 'too-large' });
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(1e6);
    expect((await decodeNpz(intact, { maxBytes: npy.length })).size).toBe(1);
    await expectError(() => decodeNpz(intact, { maxBytes: 0 }), ArgumentError);
    await expectError(() => decodeNpz('path' as never), DTypeError);
  });

  it('damaged archives, by a DataError', async () => {
    const files = [intact, zip(npy, { packed, method: 8 }), ...npz.map(({ base64 }) => fromBase64(base64))];
    const property = fc.asyncProperty(damaged(files), async (bytes) => {
      const outcome = await decodeNpz(bytes).catch((error: unknown) => error);
      if (outcome instanceof Error) expect(outcome).toMatchObject({ name: 'DataError' });
    });
    await fc.assert(property, { numRuns: 3000 });
  });
});

/** Renames the other `b.npy` too: a name is in the header of the entry and in the directory. */
function twice(bytes: Uint8Array): Uint8Array {
  const at = Buffer.from(bytes).indexOf('b.npy');
  return at < 0 ? bytes : bytes.with(at, 0x61);
}
