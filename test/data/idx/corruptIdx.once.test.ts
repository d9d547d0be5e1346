import fc from 'fast-check';
import { readIdx } from 'ferrograd/data';
import { describe, expect, it } from 'vitest';
import { encodeIdx, gzip, idxHeader } from './encodeIdx.js';
import { matching } from '../text.js';

const intact = encodeIdx(Float32Array.of(1, 2, 3, 4, 5, 6), [2, 3]);
const packed = gzip(intact);

function append(bytes: Uint8Array, ...more: number[]): Uint8Array {
  return Uint8Array.of(...bytes, ...more);
}

function changed(bytes: Uint8Array, at: number, value: number): Uint8Array {
  return bytes.with(at < 0 ? bytes.length + at : at, value);
}

/** Gzip whose trailer announces `size` bytes. */
function announcing(size: number): Uint8Array {
  const bytes = new Uint8Array(packed);
  new DataView(bytes.buffer).setUint32(bytes.length - 4, size, true);
  return bytes;
}

const huge = 2 ** 32 - 1;

describe('readIdx refuses', () => {
  it.each<[string, Uint8Array, string, RegExp]>([
    ['an empty file', new Uint8Array(0), 'idx-truncated', /ends after 0 bytes/],
    ['half a magic number', intact.subarray(0, 3), 'idx-truncated', /ends after 3 bytes/],
    ['a page of HTML', new TextEncoder().encode('<!doctype html>'), 'idx-magic', /begins with 3c 21 64 6f/],
    ['a wrong second byte', changed(intact, 1, 1), 'idx-magic', /begins with 00 01/],
    ['the missing type 0A', changed(intact, 2, 0x0a), 'idx-type', /element type 0a/],
    ['type 0F', changed(intact, 2, 0x0f), 'idx-type', /element type 0f/],
    ['half a header', intact.subarray(0, 11), 'idx-truncated', /header of rank 2 takes 12/],
    ['a missing payload', intact.subarray(0, 12), 'idx-truncated', /\[2, 3\] announces 36/],
    ['a missing byte', intact.subarray(0, -1), 'idx-truncated', /ends after 35 bytes.*announces 36/],
    ['a byte too many', append(intact, 0), 'idx-trailing', /has 37 bytes.*announces 36/],
    ['more than the limit', idxHeader(0x0e, [2 ** 28]), 'too-large', /announces 2147483656 bytes/],
    ['an overflowing product', idxHeader(0x0e, new Array<number>(255).fill(huge)), 'too-large', /Infinity/],
    ['a short gzip', packed.subarray(0, 12), 'gzip-corrupt', /ends after 12 bytes/],
    ['a truncated gzip', packed.subarray(0, -9), 'gzip-corrupt', /the input/],
    ['a gzip without its last byte', packed.subarray(0, -1), 'gzip-corrupt', /the input/],
    ['a gzip followed by something', append(packed, 1, 2, 3, 0), 'gzip-corrupt', /the input/],
    ['a gzip followed by zeros', append(packed, 0, 0, 0, 0), 'gzip-corrupt', /the input/],
    [
      'a gzip followed by a likely length',
      append(packed, 0, 40, 0, 0, 0),
      'gzip-corrupt',
      /unpacks to 36 bytes.*announce 40/,
    ],
    ['a wrong checksum', changed(packed, -8, (packed.at(-8) ?? 0) ^ 1), 'gzip-corrupt', /corrupt gzip/],
    ['a wrong gzip method', changed(packed, 2, 7), 'gzip-corrupt', /corrupt gzip/],
    ['a length too small', announcing(35), 'gzip-corrupt', /corrupt gzip/],
    ['a length too large', announcing(37), 'gzip-corrupt', /corrupt gzip|unpacks to 36 bytes/],
    ['a length out of reach', announcing(2 ** 30), 'gzip-corrupt', /announces 1073741824 bytes/],
    ['a length above the limit', announcing(huge), 'too-large', /announces 4294967295 bytes/],
    ['gzip in gzip', gzip(packed), 'idx-magic', /begins with 1f 8b/],
    ['a truncated file in intact gzip', gzip(intact.subarray(0, -1)), 'idx-truncated', /after 35 bytes/],
  ])('%s', async (_what, bytes, code, message) => {
    const error: unknown = await readIdx(bytes).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(RangeError);
    expect(error).toMatchObject({ name: 'DataError', code, operation: 'readIdx' });
    expect(error).toMatchObject({
      message: matching(message),
      remedy: matching(/./),
    });
  });

  it('an input that is no binary data', async () => {
    for (const input of ['a path', null, [0, 0, 8, 0], new Float32Array(4)]) {
      const refused = expect(readIdx(input as unknown as Uint8Array)).rejects;
      await refused.toMatchObject({ name: 'DTypeError', code: 'bytes-type' });
    }
  });

  it('files above maxBytes, and a maxBytes that is no limit', async () => {
    expect((await readIdx(packed, { maxBytes: 36 })).shape).toEqual([2, 3]);
    await expect(readIdx(packed, { maxBytes: 35 })).rejects.toMatchObject({ code: 'too-large' });
    await expect(readIdx(intact, { maxBytes: 35 })).rejects.toMatchObject({ code: 'too-large' });
    for (const maxBytes of [0, -1, Number.NaN, 1.5]) {
      await expect(readIdx(intact, { maxBytes })).rejects.toMatchObject({ name: 'ArgumentError' });
    }
  });
});

describe('readIdx of hostile bytes', () => {
  const header = fc
    .record({
      code: fc.constantFrom(0x08, 0x09, 0x0b, 0x0c, 0x0d, 0x0e),
      shape: fc.array(fc.oneof(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: huge })), {
        maxLength: 6,
      }),
      payload: fc.nat(64),
    })
    .map(({ code, shape, payload }): Uint8Array => idxHeader(code, shape, payload));
  const flipped = fc
    .tuple(fc.constantFrom<Uint8Array>(intact, packed), fc.nat(packed.length - 1), fc.nat(255))
    .map(([bytes, at, value]) => changed(bytes, at % bytes.length, value));
  const cut = fc
    .tuple(fc.constantFrom<Uint8Array>(intact, packed), fc.nat(packed.length))
    .map(([bytes, end]) => bytes.subarray(0, end));
  const anything = fc.uint8Array({ maxLength: 200 });
  const gzipLike = anything.map((bytes) => Uint8Array.of(0x1f, 0x8b, 8, 0, ...bytes));
  const plain = fc.oneof(anything, header, flipped, cut, gzipLike);
  const hostile = fc.oneof(
    plain,
    plain.map((bytes): Uint8Array => gzip(bytes)),
  );

  it('returns a whole array or throws a DataError, and allocates no more than the input can fill', async () => {
    const property = fc.asyncProperty(hostile, async (bytes) => {
      const before = process.memoryUsage().arrayBuffers;
      const outcome = await readIdx(bytes).catch((error: unknown) => error);
      const allocated = process.memoryUsage().arrayBuffers - before;
      expect(allocated).toBeLessThan(1032 * bytes.length + 1e6);
      if (outcome instanceof Error) {
        expect(outcome).toMatchObject({ name: 'DataError' });
      } else {
        const { data, shape } = outcome as { data: Uint8Array; shape: number[] };
        expect(data.length).toBe(shape.includes(0) ? 0 : shape.reduce((product, size) => product * size, 1));
      }
    });
    await fc.assert(property, { numRuns: 2000 });
  });

  it('does not allocate what a header or trailer merely announces', async () => {
    const lies = [idxHeader(0x08, [2 ** 30]), idxHeader(0x0e, [2 ** 27, 1]), announcing(2 ** 30)];
    for (const bytes of lies) {
      const before = process.memoryUsage().arrayBuffers;
      await expect(readIdx(bytes)).rejects.toMatchObject({ name: 'DataError' });
      expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(1e6);
    }
  });
});
