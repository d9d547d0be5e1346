import {
  activations,
  ArgumentError,
  input,
  layers,
  model,
  sequential,
  ShapeError,
  solveEnsemble,
  solveIvp,
  systems,
} from 'ferrograd';
import { expect, test } from 'vitest';

import { expectClose } from '../../support/close.js';
import { expectError } from '../../support/errors.js';

test('a network is solved as the same function written by hand', () => {
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

test('a network with one input more than outputs gets the time', () => {
  const clock = sequential({ inputShape: [2], dtype: 'float64' }, [layers.dense(1)]);
  // y′ = 2t − y + 1
  clock.setWeights([[[2], [-1]], [1]]);
  const { y } = solveIvp(systems.network(clock), [0, 2], [0.5], { rtol: 1e-9, atol: 1e-12 });
  expect(y[0]!.at(-1)).toBeCloseTo(2 * 2 - 1 + 1.5 * Math.exp(-2), 8);
});

test('a right-hand side follows the training of its network', async () => {
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

test('a network whose sizes do not fit is refused', async () => {
  const Shape = ShapeError;
  const narrow = sequential({ inputShape: [3] }, [layers.dense(1)]);
  await expectError(() => systems.network(narrow), Shape, { code: 'network-shape' });
  const square = sequential({ inputShape: [2] }, [layers.dense(2)]);
  const solve = () => solveIvp(systems.network(square), [0, 1], [1]);
  await expectError(solve, Shape, { code: 'state-length' });
});

const elementwise = [
  'arctan',
  'hardSigmoid',
  'linear',
  'relu',
  'selu',
  'sigmoid',
  'silu',
  'softplus',
  'softsign',
  'tanh',
] as const;
test.each([...elementwise, activations.elu({ alpha: 0.7 }), activations.leakyRelu({ alpha: 0.2 })])(
  'a frozen network computes what the model predicts: %s',
  (activation) => {
    const net = sequential({ inputShape: [3], seed: 4, dtype: 'float64' }, [
      layers.dense(7, { activation }),
      layers.dropout(0.5),
      layers.dense(3, { useBias: false }),
    ]);
    const frozen = systems.frozenNetwork(net);
    const y = [3, -2, 0.5];
    expectClose(frozen.rhs(0, y), net.predict([y]).data, 1e-14);
    const jacobian = frozen.jacobian(0, y).data;
    const h = 1e-6;
    for (let column = 0; column < 3; column++) {
      const [up, down] = [h, -h].map(
        (step) => net.predict([y.map((v, i) => v + (i === column ? step : 0))]).data,
      );
      for (let row = 0; row < 3; row++) {
        expect(jacobian[3 * row + column]).toBeCloseTo((up![row]! - down![row]!) / (2 * h), 6);
      }
    }
  },
);

test('a frozen network may depend on the time, join layers, and run in ensembles', () => {
  const start = input([3]);
  const hidden = layers.dense(3, { activation: 'tanh' }).apply(start);
  const joined = layers.concatenate().apply(layers.add().apply(start, hidden), hidden);
  const net = model({ inputs: start, outputs: layers.dense(2).apply(joined), seed: 2, dtype: 'float64' });
  const frozen = systems.frozenNetwork(net);
  const options = { rtol: 1e-8, atol: 1e-10, tEval: [2] };
  const expected = solveIvp(systems.network(net), [0, 2], [1, -1], options);
  for (const method of ['RK45', 'Radau'] as const) {
    expectClose(solveIvp(frozen, [0, 2], [1, -1], { ...options, method }).y.data, expected.y.data, 1e-6);
  }
  const { y } = solveEnsemble(frozen, [0, 2], [[1, -1]], {}, { rtol: 1e-8, atol: 1e-10 });
  expectClose(y.data, expected.y.data, 1e-6);
});

test('a layer, an activation or a size that equations cannot have is refused', async () => {
  const code = 'frozen-network';
  const normalized = sequential({ inputShape: [2] }, [layers.batchNormalization(), layers.dense(2)]);
  await expectError(() => systems.frozenNetwork(normalized), ArgumentError, { code });
  const smooth = sequential({ inputShape: [2] }, [layers.dense(2, { activation: 'gelu' })]);
  await expectError(() => systems.frozenNetwork(smooth), ArgumentError, { code });
  const wide = sequential({ inputShape: [2] }, [layers.dense(200), layers.dense(200), layers.dense(2)]);
  await expectError(() => systems.frozenNetwork(wide), ArgumentError, { code });
});
