import * as np from 'ferrograd/numpy';
import { describe, expect, test } from 'vitest';

const values = Float64Array.from({ length: 48 }, (_, i) => Math.sin(i * 1.7) * 10);
/** A new array each time, as some functions write into their argument. */
const base = () => np.array(values).reshape(6, 8);
const views: Readonly<Record<string, () => np.NDArray>> = {
  transposed: () => base().T,
  rows: () => base().slice('1:5'),
  columns: () => base().slice(':', '2:6'),
  stepped: () => base().slice('::2', '::3'),
  reversed: () => base().slice('::-1', '::-2'),
  'slice of transposed': () => base().T.slice('1:4', '::2'),
  column: () => base().slice(':', '3'),
  repeated: () => np.broadcast_to(base().slice('0:1'), [3, 8]),
  fortran: () => np.asfortranarray(base()),
};

type Call = (array: np.NDArray) => unknown;
const library = np as unknown as Readonly<Record<string, (...args: unknown[]) => unknown>>;

/** Exports that are not functions of one array's values: classes, files, settings, and functions that write into it. */
const excluded =
  /^(NDArray|Complex|Invalid|Unsupp|load|save|parse|serialize|from|configure|wasm|set_|get|seterr|fill|copyto|put|place|print|histogramdd|ind|diag_indices|empty|isfortran|shares|may_share|eye|identity|full$|ones$|zeros$|tri$|genfrom|base_repr|binary_repr|format_|broadcast|mask_ind|tril_indices$|triu_indices$|can_cast|typename|iterable|array_split|split|[hvd]split|tofile|linspace|logspace|geomspace|arange|isdtype|mintypecode|atleast|block|require|delete|unravel|vander)/;

const calls: Record<string, Call> = {};
for (const [name, value] of Object.entries(library)) {
  if (typeof value !== 'function' || excluded.test(name)) continue;
  calls[name] = (a) => value(a);
  calls[`${name} along 0`] = (a) => value(a, 0);
  calls[`${name} with itself`] = (a) => value(a, a);
  calls[`${name} with 2`] = (a) => value(a, 2);
}
for (const name of Object.getOwnPropertyNames(np.NDArray.prototype)) {
  const descriptor = Object.getOwnPropertyDescriptor(np.NDArray.prototype, name);
  if (
    typeof descriptor?.value !== 'function' ||
    /^(constructor|set|put|tofile|view|byteswap|item|row|col)/.test(name)
  )
    continue;
  const method = descriptor.value as (...args: unknown[]) => unknown;
  calls[`.${name}()`] = (a) => method.call(a);
  calls[`.${name}(0)`] = (a) => method.call(a, 0);
}
for (const [name, value] of Object.entries(np.linalg)) {
  const operation = value as (...args: unknown[]) => unknown;
  calls[`linalg.${name}`] = (a) => operation(a);
}
for (const [name, value] of Object.entries(np.fft)) {
  if (!name.includes('freq')) calls[`fft.${name}`] = (a) => (value as unknown as Call)(a);
}

/** The result of a call as plain values, or 'an error' for a call that throws. */
function outcome(call: Call, array: np.NDArray): unknown {
  const { warn } = console;
  console.warn = () => undefined;
  try {
    return plain(call(array));
  } catch {
    return 'an error';
  } finally {
    console.warn = warn;
  }
}

function plain(value: unknown): unknown {
  if (value instanceof np.NDArrayCore) return [value.shape, plain(value.tolist())];
  if (Array.isArray(value)) return value.map(plain);
  if (value instanceof np.Complex) return [value.re, value.im];
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, plain(entry)]));
}

describe('every function returns for a view what it returns for a copy of it', () => {
  for (const dtype of ['float64', 'int32', 'bool'] as const) {
    test.each(Object.entries(views))(`${dtype}, %s`, (_, make) => {
      const view = () => {
        const array = make();
        return dtype === 'float64' ? array : retyped(array, dtype);
      };
      const list = view().copy().tolist();
      const copy = () => np.array(list, dtype);
      const wrong = Object.entries(calls).filter(([, call]) => {
        const [ofView, ofCopy] = [outcome(call, view()), outcome(call, copy())];
        return JSON.stringify(ofView, bigints) !== JSON.stringify(ofCopy, bigints);
      });
      expect(wrong.map(([name]) => name)).toEqual([]);
      expect(Object.keys(calls).length).toBeGreaterThan(900);
    });
  }

  /** The same view of an array whose values are converted to another type. */
  function retyped(array: np.NDArray, dtype: 'int32' | 'bool'): np.NDArray {
    const whole = np.asarray({ data: array.data as Float64Array, shape: [array.data.length] }).astype(dtype);
    const { strides, storage, shape } = array;
    const Storage = storage.constructor as unknown as new (...args: unknown[]) => typeof storage;
    return np.NDArray.fromStorage(new Storage(whole.data, [...shape], [...strides], storage.offset, dtype));
  }
});

function bigints(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : Object.is(value, -0) ? '-0' : value;
}
