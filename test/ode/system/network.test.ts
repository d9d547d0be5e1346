import { layers, sequential, ShapeError, solveIvp, systems } from 'ferrograd';
import { expect, test } from 'vitest';

import { expectClose } from '../../support/close.js';
import { expectError } from '../../support/errors.js';

test('a network is a right-hand side', () => {
  const net = sequential({ inputShape: [2], seed: 3, dtype: 'float64' }, [
    layers.dense(8, { activation: 'tanh' }),
    layers.dense(2),
  ]);
  const [w1, b1, w2, b2] = net.getWeights().map(({ data }) => data);
  const byHand = (_: number, [x, y]: Float64Array) => {
    const hidden = Array.from({ length: 8 }, (__, j) => Math.tanh(x! * w1![j]! + y! * w1![8 + j]! + b1![j]!));
    return [0, 1].map((k) => hidden.reduce((sum, h, j) => sum + h * w2![2 * j + k]!, b2![k]!));
  };
  const options = { rtol: 1e-9, atol: 1e-12, tEval: [1, 2, 3] };
  const solution = solveIvp(systems.network(net), [0, 3], [1, -0.5], options);
  const expected = solveIvp(byHand, [0, 3], [1, -0.5], options);
  expect(solution.success).toBe(true);
  expectClose(solution.y.data, expected.y.data, 1e-9);
});

test('a network may know the time', () => {
  const clock = sequential({ inputShape: [2], dtype: 'float64' }, [layers.dense(1)]);
  // y′ = 2t − y + 1
  clock.setWeights([[[2], [-1]], [1]]);
  const { y } = solveIvp(systems.network(clock), [0, 2], [0.5], { rtol: 1e-9, atol: 1e-12 });
  expect(y[0]!.at(-1)).toBeCloseTo(2 * 2 - 1 + 1.5 * Math.exp(-2), 8);
});

test('networks learn while they are a right-hand side', async () => {
  const net = sequential({ inputShape: [1], seed: 1, dtype: 'float64' }, [layers.dense(1)]);
  net.compile({ optimizer: 'sgd', loss: 'quadratic' });
  const rhs = systems.network(net);
  const x = [[-1], [-0.5], [0.5], [1]];
  await net.fit(
    x,
    x.map(([value]) => [-2 * value!]),
    { epochs: 2000, batchSize: 4 },
  );
  const { y } = solveIvp(rhs, [0, 1], [1], { rtol: 1e-8 });
  expect(y[0]!.at(-1)).toBeCloseTo(Math.exp(-2), 3);
});

test('networks of other sizes are refused', async () => {
  const Shape = ShapeError;
  const narrow = sequential({ inputShape: [3] }, [layers.dense(1)]);
  await expectError(() => systems.network(narrow), Shape, { code: 'network-shape' });
  const square = sequential({ inputShape: [2] }, [layers.dense(2)]);
  const solve = () => solveIvp(systems.network(square), [0, 1], [1]);
  await expectError(solve, Shape, { code: 'state-length' });
});
