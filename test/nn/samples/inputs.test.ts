import { layers, sequential } from 'ferrograd';
import { describe, expect, it } from 'vitest';

/** A network that returns its input. */
function identity(features: number, dtype: 'float32' | 'float64' = 'float64') {
  const net = sequential({ inputShape: [features], dtype }, [layers.activation('linear')]);
  net.compile({ optimizer: 'sgd', loss: 'meanSquaredError', metrics: ['accuracy'] });
  return net;
}

const rows = [
  [1, 2],
  [3, 4],
  [5, 6],
];
const flat = rows.flat();

describe('samples', () => {
  const net = identity(2);
  const expected = { data: new Float64Array(flat), shape: [3, 2] };

  it.each([
    ['nested arrays', rows],
    ['nested arrays of another rank', rows.map((row) => row.map((value) => [value]))],
    ['data and shape', { data: new Float64Array(flat), shape: [3, 2] }],
    ['data and shape of another rank', { data: new Float64Array(flat), shape: [3, 1, 2, 1] }],
    ['a typed array', new Float64Array(flat)],
    ['float32 data', new Float32Array(flat)],
    ['bytes', new Uint8Array(flat)],
    ['clamped bytes', { data: new Uint8ClampedArray(flat), shape: [3, 2] }],
    ['integers', new Int16Array(flat)],
    ['scaled bytes', { data: new Uint8Array(flat.map((value) => value * 4)), shape: [3, 2], scale: 0.25 }],
    ['scaled floats', { data: new Float32Array(flat.map((value) => value * 4)), shape: [3, 2], scale: 0.25 }],
    ['a part of a buffer', new Float64Array([0, ...flat, 0]).subarray(1, 7)],
    ['a part of bytes', new Uint8Array([0, ...flat, 0]).subarray(1, 7)],
    ['shared memory', shared((buffer) => new Float64Array(buffer))],
    ['shared bytes', shared((buffer) => new Uint8Array(buffer))],
    ['a transposed view', { data: new Float64Array([1, 3, 5, 2, 4, 6]), shape: [3, 2], strides: [1, 3] }],
    [
      'part of a view',
      { data: new Float64Array([0, ...flat, 0]), shape: [3, 2], strides: [2, 1], offset: 1 },
    ],
    ['a stepped view', { data: new Float64Array([1, 2, 0, 3, 4, 0, 5, 6]), shape: [3, 2], strides: [3, 1] }],
    [
      'a reversed view',
      { data: new Float64Array(flat.toReversed()), shape: [3, 2], strides: [-2, -1], offset: 5 },
    ],
    ['64-bit integers', { data: BigInt64Array.from(flat, BigInt), shape: [3, 2] }],
  ])('may be %s', (_, x) => {
    expect(net.predict(x)).toEqual(expected);
  });

  it('of one feature may be a plain list', () => {
    expect(identity(1).predict([1, 2, 3])).toEqual({ data: new Float64Array([1, 2, 3]), shape: [3, 1] });
  });

  it('become float32 in a float32 model', () => {
    const { data } = identity(1, 'float32').predict(new Float64Array([0.1]));
    expect(data).toEqual(new Float32Array([0.1]));
  });

  it('are copied: changing them later changes nothing', () => {
    const x = new Float64Array(flat);
    const before = net.predict(x);
    x.fill(0);
    expect(before).toEqual(expected);
  });

  function shared<T extends Float64Array | Uint8Array>(make: (buffer: SharedArrayBuffer) => T): T {
    const values = make(new SharedArrayBuffer(6 * 8)).subarray(0, 6) as T;
    values.set(flat);
    return values;
  }
});

describe('targets', () => {
  const net = identity(2);
  const oneHot = [
    [0, 1],
    [1, 0],
    [0, 1],
  ];
  const expected = net.evaluate(rows, oneHot);

  it('count as correct if the largest output has the index of the largest target', () => {
    expect(expected.accuracy).toBeCloseTo(2 / 3);
  });

  it.each([
    ['labels', [1, 0, 1]],
    ['labels as bytes', new Uint8Array([1, 0, 1])],
    ['labels as floats', { data: new Float32Array([1, 0, 1]), shape: [3] }],
    ['labels in a column', [[1], [0], [1]]],
    ['one-hot vectors without shape', new Float64Array(oneHot.flat())],
    ['one-hot bytes', { data: new Uint8Array(oneHot.flat()), shape: [3, 2] }],
    [
      'scaled bytes',
      { data: new Uint8Array(oneHot.flat().map((value) => value * 2)), shape: [3, 2], scale: 0.5 },
    ],
  ])('may be %s', (_, y) => {
    expect(net.evaluate(rows, y)).toEqual(expected);
  });

  it.each([
    ['a plain list', [1, 2, 5]],
    ['a column', [[1], [2], [5]]],
  ])('of one output may be %s', (_, y) => {
    const { loss } = identity(1).evaluate([1, 2, 3], y);
    expect(loss).toBeCloseTo(4 / 3);
  });

  it('of one output count as correct if both are on the same side of ½', () => {
    expect(identity(1).evaluate([0.2, 0.7, 0.9, 0.4], [0, 1, 0, 0]).accuracy).toBe(0.75);
  });
});
