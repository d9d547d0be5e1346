import fc from 'fast-check';
import type { FileArray } from '../../dist/files/fileArray.js';

const elements = {
  bool: (n: number) => fc.uint8Array({ minLength: n, maxLength: n, max: 1 }),
  uint8: (n: number) => fc.uint8Array({ minLength: n, maxLength: n }),
  int8: (n: number) => fc.int8Array({ minLength: n, maxLength: n }),
  uint16: (n: number) => fc.uint16Array({ minLength: n, maxLength: n }),
  int16: (n: number) => fc.int16Array({ minLength: n, maxLength: n }),
  uint32: (n: number) => fc.uint32Array({ minLength: n, maxLength: n }),
  int32: (n: number) => fc.int32Array({ minLength: n, maxLength: n }),
  uint64: (n: number) => fc.bigUint64Array({ minLength: n, maxLength: n }),
  int64: (n: number) => fc.bigInt64Array({ minLength: n, maxLength: n }),
  float32: (n: number) => fc.float32Array({ minLength: n, maxLength: n }),
  float64: (n: number) => fc.float64Array({ minLength: n, maxLength: n }),
};

/** Arrays up to rank 4, of every element type that is the same in memory and in files. */
export const fileArrays: fc.Arbitrary<FileArray> = fc
  .tuple(
    fc.constantFrom(...(Object.keys(elements) as (keyof typeof elements)[])),
    fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 4 }),
  )
  .chain(([dtype, shape]) =>
    fc.record({
      data: elements[dtype](shape.reduce((product, size) => product * size, 1)),
      shape: fc.constant(shape),
      dtype: fc.constant(dtype),
    }),
  );

/** Up to six arrays by name, with any characters in the names. */
export const namedFileArrays = fc
  .uniqueArray(fc.tuple(fc.string({ unit: 'grapheme', minLength: 1 }), fileArrays), {
    selector: ([name]) => name,
    maxLength: 6,
  })
  .map((entries) => new Map(entries));

/** An intact file with one byte changed, truncated, or with bytes appended; or any bytes. */
export function damaged(files: readonly Uint8Array[]): fc.Arbitrary<Uint8Array> {
  const file = fc.constantFrom(...files);
  return fc.oneof(
    fc.tuple(file, fc.nat(), fc.nat(255)).map(([bytes, at, value]) => bytes.with(at % bytes.length, value)),
    fc.tuple(file, fc.nat()).map(([bytes, end]) => bytes.subarray(0, end % bytes.length)),
    fc.tuple(file, fc.uint8Array({ minLength: 1 })).map(([bytes, more]) => Uint8Array.of(...bytes, ...more)),
    fc.uint8Array({ maxLength: 200 }),
  );
}
