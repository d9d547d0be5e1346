import {
  type ArgumentError,
  DTypeError,
  layers,
  optimizers,
  type Model,
  sequential,
  ShapeError,
} from 'ferrograd';
import { expect } from 'vitest';

import { type Expected, expectError } from './errors.js';
import { flatWeights } from './weights.js';

/** A call that must be refused, with the error that it must throw. */
export type Case = [
  name: string,
  call: (net: Model) => unknown,
  Class: typeof ArgumentError,
  expected: Expected,
];

/** The other classes of errors with the type of `ArgumentError`, so that a table can list all of them. */
export const Shape: typeof ArgumentError = ShapeError;
export const DType: typeof ArgumentError = DTypeError;

/** Four samples of two features, in three classes. */
export const x = [
  [0, 0],
  [0, 1],
  [1, 0],
  [1, 1],
];
export const labels = [0, 1, 2, 1];
export const vectors = [
  [1, 0, 0],
  [0, 1, 0],
  [0, 0, 1],
  [0, 1, 0],
];

/** A model for these samples. */
export function compiledNet(loss: 'quadratic' | 'sparseCategoricalCrossentropy' = 'quadratic'): Model {
  const net = sequential({ inputShape: [2], seed: 1 }, [layers.dense(3, { activation: 'softmax' })]);
  net.compile({ optimizer: optimizers.sgd({ momentum: 0.5 }), loss, metrics: ['accuracy'] });
  return net;
}

/** Checks the error, and that a trained model is unchanged by the call, also in its further training. */
export async function expectUnchanged([, call, Class, expected]: Case): Promise<void> {
  const net = compiledNet();
  await net.fit(x, labels, { batchSize: 2 });
  const { history } = net;
  const twin = compiledNet();
  await twin.fit(x, labels, { batchSize: 2 });

  await expectError(() => call(net), Class, expected);
  expect(net.history).toBe(history);
  expect(flatWeights(net)).toEqual(flatWeights(twin));
  for (const one of [net, twin]) await one.fit(x, labels, { epochs: 2, batchSize: 2 });
  expect(flatWeights(net)).toEqual(flatWeights(twin));
}
