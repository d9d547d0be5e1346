import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { DataError, ShapeError } from 'ferrograd';
import * as np from 'ferrograd/numpy';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { npy, npz } from '../files/fixtures.js';
import { expectError } from '../support/errors.js';

interface Text {
  readonly shape: number[];
  readonly values: number[];
  readonly options: np.SaveTextOptions;
  readonly text: string;
}
const fixtures = JSON.parse(
  readFileSync(new URL('../fixtures/numpy_files.json', import.meta.url), 'utf8'),
) as {
  complex: Record<string, { dtype: string; base64: string; values: [number, number][] }>;
  texts: Record<string, Text>;
};

const bytesOf = (base64: string) => new Uint8Array(Buffer.from(base64, 'base64'));
const W = np.array([[2, 1, 0, -1], [1, 3, 2, 0], [0, 2, 5, 1]]); // prettier-ignore
const dtypes = ['bool', 'uint8', 'int8', 'uint16', 'int16', 'uint32', 'int32', 'uint64', 'int64'] as const;
const floats = ['float16', 'float32', 'float64', 'complex64', 'complex128'] as const;

let folder = '';
const kept = process.env['FERROGRAD_NUMPY_FILES'];
beforeAll(async () => {
  folder = kept ?? (await mkdtemp(join(tmpdir(), 'ferrograd-numpy-')));
  await mkdir(folder, { recursive: true });
});
afterAll(async () => {
  if (kept === undefined) await rm(folder, { recursive: true });
});

/** The same array as in `make_numpy_files.py`, which checks the files that this test writes. */
function sample(dtype: (typeof dtypes)[number] | (typeof floats)[number]): np.NDArray {
  if (dtype === 'bool') return W.greater(1);
  if (dtype.startsWith('uint')) return np.abs(W).astype(dtype);
  if (!dtype.startsWith('complex')) return W.astype(dtype);
  const pairs = W.tolist() as number[][];
  const rows = pairs.map(([a, b, c, d]) => [new np.Complex(a!, c! / 4), new np.Complex(b!, d! / 4)]);
  return np.array(rows, dtype);
}

const listed = (array: np.NDArray) => [array.tolist()].flat(Infinity);

describe('.npy', () => {
  test.each(npy.map((one) => [one.name, one] as const))(
    'a file of NumPy is read: %s',
    async (_, { base64, dtype, shape, values }) => {
      const array = (await np.load(bytesOf(base64))) as np.NDArray;
      expect([array.dtype, array.shape]).toEqual([dtype, shape]);
      const expected = values.map((value) =>
        typeof array.data[0] === 'bigint' ? BigInt(value) : Number(value),
      );
      const isNarrow = array.data instanceof Float32Array;
      expect(listed(array).map(Number)).toEqual(
        expected.map((v) => (isNarrow ? Math.fround(Number(v)) : Number(v))),
      );
    },
  );

  test.each(Object.entries(fixtures.complex))(
    'a file of complex numbers of NumPy is read: %s',
    (_, { base64, dtype, values }) => {
      const array = np.parseNpy(bytesOf(base64));
      expect([array.dtype, array.shape]).toEqual([dtype, [3, 2]]);
      expect(listed(array).map((z) => [(z as np.Complex).re, (z as np.Complex).im])).toEqual(values);
    },
  );

  test.each([...dtypes, ...floats])(
    '%s is the same after writing and reading, in each layout',
    async (dtype) => {
      const array = sample(dtype);
      const layouts = { '': {}, ' fortran': { fortranOrder: true }, ' big': { bigEndian: true } };
      for (const [suffix, options] of Object.entries(layouts)) {
        const path = join(folder, `${dtype}${suffix}.npy`);
        await np.save(path, array, options);
        const back = (await np.load(path)) as np.NDArray;
        expect(back.dtype).toBe(dtype);
        expect(back.tolist()).toEqual(array.tolist());
      }
    },
  );

  test('a view is written by its values', async () => {
    const path = join(folder, 'transposed.npy');
    await np.save(path, W.T);
    expect((await np.loadNpy(path)).tolist()).toEqual(W.T.tolist());
    for (const view of [
      W.slice('::2', '1::2'),
      W.slice('::-1'),
      W.slice('1'),
      np.broadcast_to(W.row(0), [2, 4]),
    ]) {
      expect(np.parseNpy(np.serializeNpy(view)).tolist()).toEqual(view.tolist());
    }
    const z = sample('complex128');
    expect(np.parseNpy(np.serializeNpy(z.T)).tolist()).toEqual(z.T.tolist());
  });

  test('a truncated file, other bytes and a missing file are refused', async () => {
    const whole = np.serializeNpy(W);
    await expectError(() => np.parseNpy(whole.subarray(0, -1)), DataError, { code: 'npy-truncated' });
    await expectError(() => np.load(new Uint8Array(20)), DataError, { code: 'npy-magic' });
    await expectError(() => np.load(join(folder, 'none.npy')), DataError, { message: /none\.npy/ });
  });
});

describe('.npz', () => {
  test.each(npz.map((one) => [one.name, one] as const))(
    'an archive of NumPy is read: %s',
    async (_, { base64, arrays }) => {
      const read = await np.loadNpz(bytesOf(base64));
      expect(Object.keys(read)).toEqual(Object.keys(arrays));
      for (const [name, { shape }] of Object.entries(arrays)) expect(read[name]!.shape).toEqual(shape);
    },
  );

  test('arrays are the same after writing and reading', async () => {
    const path = join(folder, 'all.npz');
    const arrays = { w: W, z: sample('complex128'), plain: { data: new Float32Array(2), shape: [2] } };
    await np.savez_compressed(path, arrays);
    const read = (await np.load(path)) as Record<string, np.NDArray>;
    expect(read['w']!.tolist()).toEqual(W.tolist());
    expect(read['z']!.tolist()).toEqual(arrays.z.tolist());
    expect(read['plain']!.dtype).toBe('float32');
    await expectError(() => np.loadNpz(path, { maxBytes: 100 }), DataError, { code: 'too-large' });
  });
});

describe('text', () => {
  test.each(Object.entries(fixtures.texts))(
    'serializeTxt writes the text of numpy.savetxt: %s',
    (_, { shape, values, options, text }) => {
      expect(np.serializeTxt(np.array(values).reshape(...shape), options)).toBe(text);
    },
  );

  test('a file with a header is read as a matrix and as columns', async () => {
    const path = join(folder, 'w.csv');
    await np.savetxt(path, W, { delimiter: ',', header: 'a,b,c,d', comments: '' });
    const options = { delimiter: ',', skiprows: 1 };
    expect((await np.loadtxt(path, options)).tolist()).toEqual(W.tolist());
    const [a, d] = await np.loadtxt(path, { ...options, usecols: [0, -1], unpack: true });
    expect([a, d].map((column) => (column as np.NDArray).tolist())).toEqual([[2, 1, 0], [-1, 0, 1]]); // prettier-ignore
  });

  test.each<[string, unknown, np.TextOptions]>([
    ['1 2\n3 4\n', [[1, 2], [3, 4]], {}], // prettier-ignore
    ['1,2;3\n', [1, 2], { delimiter: ',', comments: ';' }],
    ['# c\r\n\r\n1\t-2.5e3 # x\r\n.5 +4.\r\n', [[1, -2500], [0.5, 4]], {}], // prettier-ignore
    ['1\r2\r3', [1, 2, 3], {}],
    ['a b\n1 2', [1, 2], { skiprows: 1 }],
    ['1 2 3\n4 5 6', [3, 6], { usecols: 2 }],
    ['1 2 3\n4 5 6', [[3, 1], [6, 4]], { usecols: [2, 0] }], // prettier-ignore
    ['1\n2\n3', [1, 2], { max_rows: 2 }],
    ['nan inf -Infinity', [NaN, Infinity, -Infinity], {}],
    ['0.1 123456789012345678 1e-320 4.35', [0.1, 123456789012345678, 1e-320, 4.35], {}],
    ['7', 7, {}],
    ['', [], {}],
    ['\ufeff1 2', [1, 2], {}],
  ])('%j is read', (text, expected, options) => {
    expect(np.parseTxt(text, options).tolist()).toEqual(expected);
  });

  test('genfromtxt fills missing values', () => {
    const array = np.genfromtxt('1,,3\n4,-,6', { delimiter: ',', missing_values: '-', filling_values: -1 });
    expect(array.tolist()).toEqual([[1, -1, 3], [4, -1, 6]]); // prettier-ignore
  });

  test.each<[string, np.TextOptions, string, RegExp]>([
    ['1 2\n3 x', {}, 'text-number', /line 2, column 2 of the text is "x"/],
    ['1 2\n\n3', {}, 'text-ragged', /line 3 of the text has 1 column, the lines before have 2/],
    ['1,2', {}, 'text-number', /pass delimiter: ","/],
    ['t x\n1 2', {}, 'text-number', /skiprows: 1/],
    ['1,,2', { delimiter: ',' }, 'text-number', /column 2 of the text is ""/],
    ['0x10', {}, 'text-number', /0x10/],
    ['1 2', { usecols: 2 }, 'text-column', /column 2/],
    ['1.5', { dtype: 'int32' }, 'text-integer', /whole/],
  ])('%j is refused', async (text, options, code, message) => {
    await expectError(() => np.parseTxt(text, options), DataError, { code, message });
  });

  test('bytes that are not UTF-8 and an array of three axes are refused', async () => {
    const path = join(folder, 'latin1.txt');
    await writeFile(path, Buffer.from([0x31, 0xe9]));
    await expectError(() => np.loadtxt(path), DataError, { code: 'text-encoding', message: /latin1\.txt/ });
    await expectError(() => np.serializeTxt(np.zeros([2, 2, 2])), ShapeError, { message: /\[2, 2, 2\]/ });
  });
});
