import { gzipSync } from 'node:zlib';
import type { IdxData } from 'ferrograd/data';

type Encoder = readonly [
  code: number,
  size: number,
  put: (view: DataView, at: number, value: number) => void,
];

/** Encoders by class of array, written after the format's description, independently of the reader. */
const encoders: Readonly<Record<string, Encoder>> = {
  Uint8Array: [0x08, 1, (view, at, value) => view.setUint8(at, value)],
  Int8Array: [0x09, 1, (view, at, value) => view.setInt8(at, value)],
  Int16Array: [0x0b, 2, (view, at, value) => view.setInt16(at, value, false)],
  Int32Array: [0x0c, 4, (view, at, value) => view.setInt32(at, value, false)],
  Float32Array: [0x0d, 4, (view, at, value) => view.setFloat32(at, value, false)],
  Float64Array: [0x0e, 8, (view, at, value) => view.setFloat64(at, value, false)],
};

/** An IDX file with `data` in the shape `shape`. */
export function encodeIdx(data: IdxData, shape: readonly number[]): Uint8Array<ArrayBuffer> {
  const encoder = encoders[data.constructor.name];
  if (!encoder) throw new Error(`no IDX type for ${data.constructor.name}`);
  const [code, size, put] = encoder;
  const bytes = idxHeader(code, shape, data.length * size);
  const view = new DataView(bytes.buffer);
  data.forEach((value, i) => {
    put(view, 4 + 4 * shape.length + i * size, value);
  });
  return bytes;
}

/** A header followed by `payload` zero bytes, whatever the dimensions announce. */
export function idxHeader(code: number, shape: readonly number[], payload = 0): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(4 + 4 * shape.length + payload);
  bytes.set([0, 0, code, shape.length]);
  const view = new DataView(bytes.buffer);
  shape.forEach((size, axis) => {
    view.setUint32(4 + 4 * axis, size, false);
  });
  return bytes;
}

export function gzip(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(gzipSync(bytes));
}
