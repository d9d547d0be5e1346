import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import fc from 'fast-check';
import { loadIdx, readIdx } from 'ferrograd/data';
import { describe, expect, it } from 'vitest';
import { encodeIdx, gzip } from './encodeIdx.js';
import { startServer } from '../server.js';
import { containing, matching } from '../text.js';

const arrays = {
  uint8: (n: number) => fc.uint8Array({ minLength: n, maxLength: n }),
  int8: (n: number) => fc.int8Array({ minLength: n, maxLength: n }),
  int16: (n: number) => fc.int16Array({ minLength: n, maxLength: n }),
  int32: (n: number) => fc.int32Array({ minLength: n, maxLength: n }),
  float32: (n: number) => fc.float32Array({ minLength: n, maxLength: n }),
  float64: (n: number) => fc.float64Array({ minLength: n, maxLength: n }),
};

const shapes = fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 4 });

describe.each(Object.entries(arrays))('readIdx of %s', (_, elements) => {
  const files = shapes.chain((shape) => {
    const length = shape.reduce((product, size) => product * size, 1);
    return fc.record({ shape: fc.constant(shape), data: elements(length) });
  });

  it.each([
    ['plain', (bytes: Uint8Array) => bytes],
    ['gzipped', gzip],
  ])('returns the array that was written, %s', async (_form, wrap) => {
    const property = fc.asyncProperty(files, async ({ shape, data }) => {
      const read = await readIdx(wrap(encodeIdx(data, shape)));
      expect(read.shape).toEqual(shape);
      expect(read.data.constructor).toBe(data.constructor);
      expect(Array.from(read.data)).toEqual(Array.from(data));
    });
    await fc.assert(property, { numRuns: 60 });
  });
});

describe('readIdx', () => {
  it('reads the format byte for byte', async () => {
    const file = Uint8Array.of(0, 0, 0x0b, 2, 0, 0, 0, 1, 0, 0, 0, 2, 0x01, 0x02, 0xff, 0xfe);
    expect(await readIdx(file)).toEqual({ data: Int16Array.of(258, -2), shape: [1, 2] });
  });

  it('reads rank 0 and rank 255', async () => {
    expect(await readIdx(encodeIdx(Float64Array.of(-0.1), []))).toEqual({
      data: Float64Array.of(-0.1),
      shape: [],
    });
    const shape = new Array<number>(255).fill(1);
    expect(await readIdx(encodeIdx(Int32Array.of(-7), shape))).toEqual({ data: Int32Array.of(-7), shape });
  });

  it('reads an empty array beside dimensions whose product overflows', async () => {
    const shape = [...new Array<number>(254).fill(2 ** 32 - 1), 0];
    expect(await readIdx(encodeIdx(new Uint8Array(0), shape))).toEqual({ data: new Uint8Array(0), shape });
  });

  it('accepts an ArrayBuffer, a Buffer, a view of a buffer and shared memory', async () => {
    const file = encodeIdx(Int32Array.of(1, -2), [2]);
    const shared = new Uint8Array(new SharedArrayBuffer(file.length));
    shared.set(file);
    const padded = new Uint8Array(file.length + 3);
    padded.set(file, 3);
    for (const input of [file.buffer, Buffer.from(file), padded.subarray(3), shared]) {
      expect(await readIdx(input)).toEqual({ data: Int32Array.of(1, -2), shape: [2] });
    }
  });

  it('returns a plain Uint8Array for a Buffer, without copying it', async () => {
    const file = Buffer.from(encodeIdx(Uint8Array.of(1, 2, 3), [3]));
    const { data } = await readIdx(file);
    expect(data.constructor).toBe(Uint8Array);
    expect(data.buffer).toBe(file.buffer);
  });
});

describe('loadIdx', () => {
  const file = gzip(encodeIdx(Int16Array.of(5, -6), [2]));
  const content = { data: Int16Array.of(5, -6), shape: [2] };

  it('reads a path, a file URL and an http address', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'idx-'));
    const path = join(folder, 'a.gz');
    await writeFile(path, file);
    await using server = await startServer((_request, response) => {
      response.end(file);
    });
    for (const source of [path, pathToFileURL(path), server.url, new URL(server.url)]) {
      expect(await loadIdx(source)).toEqual(content);
    }
    await rm(folder, { recursive: true });
  });

  it('names a file that is missing or is no IDX file', async () => {
    const missing = {
      name: 'DataError',
      code: 'file',
      message: matching(/^loadIdx: .*nowhere/),
    };
    await expect(loadIdx(join(tmpdir(), 'nowhere', 'a'))).rejects.toMatchObject(missing);
    const foreign = {
      name: 'DataError',
      code: 'idx-magic',
      message: containing('package.json'),
    };
    await expect(loadIdx(new URL('../../../package.json', import.meta.url))).rejects.toMatchObject(foreign);
  });
});
