import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

import { ArgumentError, DTypeError, layers, matmul, sequential, ShapeError, solveIvp } from 'ferrograd';
import { digits } from 'ferrograd/data';
import * as np from 'ferrograd/numpy';
import { describe, expect, test } from 'vitest';

import { expectError } from '../support/errors.js';

const W = np.array([[2, 1, 0, -1], [1, 3, 2, 0], [0, 2, 5, 1]]); // prettier-ignore

function linear(features: number) {
  const net = sequential({ inputShape: [features], dtype: 'float64', seed: 1 }, [
    layers.activation('linear'),
  ]);
  net.compile({ optimizer: 'sgd', loss: 'meanSquaredError' });
  return net;
}

const views: Readonly<Record<string, np.NDArray>> = {
  contiguous: W,
  transposed: W.T,
  'some rows': W.slice('1:'),
  'some columns': W.slice(':', '1:3'),
  stepped: W.slice('::2', '::2'),
  reversed: W.slice('::-1', '::-1'),
  repeated: np.broadcast_to(W.row(1), [3, 4]),
  'Fortran order': np.asfortranarray(W),
  int64: W.astype('int64'),
  uint64: np.abs(W).astype('uint64'),
  int8: W.astype('int8'),
  bool: W.greater(1),
  float32: W.astype('float32'),
  float16: W.astype('float16'),
};

describe('an array of np', () => {
  test.each(Object.entries(views))('is read by predict and matmul: %s', (_, array) => {
    const [rows = 0, columns = 0] = array.shape;
    const values = [array.astype('float64').copy().tolist()].flat(Infinity);
    const output = linear(columns).predict(array);
    expect([output.shape, [...output.data]]).toEqual([[rows, columns], values]);
    const product = matmul(array, np.eye(columns));
    expect([...product.data]).toEqual(values);
    expect(np.array_equal(product, array.astype('float64'))).toBe(true);
  });

  test('trains to weights that are bitwise identical to those from nested arrays', async () => {
    const train = async (x: Parameters<ReturnType<typeof linear>['fit']>[0], y: typeof x) => {
      const net = sequential({ inputShape: [4], dtype: 'float64', seed: 1 }, [layers.dense(1)]);
      net.compile({ optimizer: 'sgd', loss: 'meanSquaredError' });
      await net.fit(x, y, { epochs: 3, batchSize: 2, validationData: [x, y] });
      return net.getWeights().map(({ data }) => [...data]);
    };
    const labels = W.slice(':', '1');
    const plain = await train(W.tolist() as number[][], labels.tolist() as number[]);
    expect(await train(np.asfortranarray(W), labels)).toEqual(plain);
  });

  test('of 64-bit integers serves as class labels', async () => {
    const { train } = digits();
    const labels = np.asarray(train.y).astype('int64');
    const net = sequential({ inputShape: [64], seed: 1 }, [layers.dense(10, { activation: 'softmax' })]);
    net.compile({ optimizer: 'sgd', loss: 'sparseCategoricalCrossentropy', metrics: ['accuracy'] });
    const { history } = await net.fit(np.asarray(train.x), labels, { epochs: 3 });
    expect(history.loss.at(-1)).toBeLessThan(history.loss[0]!);
  });

  test('is taken by solveIvp as initial values, times, derivative and Jacobian', () => {
    const A = np.array([[-1, 2], [-2, -1]]); // prettier-ignore
    const times = np.linspace(0, 2, 5);
    const options = { tEval: times, method: 'Radau', jac: () => A } as const;
    const solution = solveIvp(
      (_, y) => np.dot(A, y) as np.NDArray,
      [0, 2],
      np.array([4, 1, 1]).slice('0:2'),
      options,
    );
    const plain = solveIvp(
      (_, [x = 0, y = 0]) => [-x + 2 * y, -2 * x - y],
      [0, 2],
      [4, 1],
      { ...options, jac: () => [[-1, 2], [-2, -1]] }, // prettier-ignore
    );
    expect(np.allclose(np.asarray(solution.y), np.asarray(plain.y), 1e-12, 1e-12)).toBe(true);
    expect([...solution.t]).toEqual(times.tolist());
  });

  test('of complex numbers is refused with the advice to take np.real', async () => {
    const z = np.array([new np.Complex(1, 2)]);
    await expectError(() => linear(1).predict(z), DTypeError, { message: /np\.real/ });
  });
});

describe('a result of the library', () => {
  test('becomes an array of np without a copy', () => {
    const output = linear(4).predict(W);
    const array = np.asarray(output);
    expect(array.data).toBe(output.data);
    expect(Number(np.max(output, undefined))).toBe(5);
    expect(String(np.argmax(output, 1))).toBe(String(np.argmax(W, 1)));
    const copy = np.array(output);
    expect(copy.data).not.toBe(output.data);
  });

  test('of bytes with a scale becomes scaled values', () => {
    const array = np.asarray({ data: Uint8Array.of(0, 51, 255), shape: [3], scale: 1 / 255 });
    expect(np.allclose(array, np.array([0, 0.2, 1]), 1e-6)).toBe(true);
  });
});

test('contiguous rows share the memory of their array', () => {
  const rows = W.slice('1:');
  expect(rows.data.buffer).toBe(W.data.buffer);
  const identity = np.eye(4);
  expect(np.array_equal(matmul(rows, identity), rows.copy())).toBe(true);
});

test('data keep their memory when their array is garbage-collected', async () => {
  const kept = Array.from({ length: 30 }, (_, i) => np.full([5000], i).data as Float64Array);
  for (let i = 0; i < 3; i++) await collectGarbage();
  for (let i = 0; i < 60; i++) np.full([5000], -1);
  expect(kept.map((data) => data[7])).toEqual(kept.map((_, i) => i));
});

const finalizers = new FinalizationRegistry<() => void>((finalize) => finalize());

/** Collects garbage until the finalizer of an unreachable object has run, and with it those of earlier objects. */
async function collectGarbage(): Promise<void> {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const state = { isFinalized: false };
  finalizers.register({}, () => (state.isFinalized = true));
  while (!state.isFinalized) {
    collect();
    await new Promise((done) => setImmediate(done));
  }
}

test('wrong arguments are typed errors', async () => {
  await expectError(() => np.array([[1, 2], [3]]), ShapeError, { message: /a\[1\]/ }); // prettier-ignore
  await expectError(() => np.array(['1' as never]), DTypeError, { message: /a\[0\] is "1"/ });
  await expectError(() => np.asarray({ x: 1 }), DTypeError, { message: /nested arrays/ });
  await expectError(() => np.asarray({ data: new Float32Array(3), shape: [2, 2] }), ShapeError, {
    message: /needs 4/,
  });
  await expectError(() => np.random.randint(5, 2), ArgumentError, { message: /low < high/ });
  await expectError(() => np.random.default_rng(1).integers(0), ArgumentError, {
    message: /at least one/,
  });
  await expectError(() => np.linalg.solve(np.ones([2, 2]), np.ones([2])), ArgumentError, {
    message: /singular/,
  });
  await expectError(() => np.linalg.inv(np.ones([2, 2])), ArgumentError, { message: /singular/ });
  await expectError(() => np.linalg.eig(np.array([[0, 1], [-1, 0]])), ArgumentError, { message: /complex/ }); // prettier-ignore
  await expectError(() => W.bindex(np.array([true, false])), ShapeError, { message: /mask/ });
});

test('products and least squares by the kernels agree with those of numpy-ts', () => {
  np.random.seed(3);
  const [a, b] = [np.random.randn(40, 30), np.random.randn(40, 20)];
  const sums = np.einsum('ki,kj->ij', a, b) as np.NDArray;
  expect(np.allclose(np.matmul(a.T, b), sums, 1e-12)).toBe(true);
  expect(np.allclose(a.T.dot(b) as np.NDArray, sums, 1e-12)).toBe(true);
  expect(
    np.allclose(np.dot(a.astype('float32').T, b.astype('float32')) as np.NDArray, sums, 1e-4, 1e-4),
  ).toBe(true);
  const { x, rank, residuals } = np.linalg.lstsq(a, b.slice(':', '0'));
  const normal = np.linalg.solve(np.matmul(a.T, a), np.matmul(a.T, b.slice(':', '0')));
  expect(np.allclose(x, normal, 1e-9, 1e-9)).toBe(true);
  expect([rank, residuals.shape]).toEqual([30, [1]]);
});
