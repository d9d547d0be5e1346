import { readFileSync } from 'node:fs';

import type { Model } from 'ferrograd';
import { expect } from 'vitest';

import { expectClose } from './close.js';

/** The values of PyTorch, Keras or NumPy in a file of `test/fixtures`; the script that made them is beside it. */
export function readFixture(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`../fixtures/${name}`, import.meta.url), 'utf8')) as unknown;
}

type Samples = Parameters<Model['predict']>[0];

/** Checks the outputs of a model for some samples. */
export function expectOutputs(
  net: Model,
  x: Samples,
  expected: { readonly outputs: readonly number[]; readonly shape: readonly number[] },
  tolerance: number,
): void {
  const { data, shape } = net.predict(x);
  expect(shape).toEqual(expected.shape);
  expectClose(data, expected.outputs, tolerance);
}

/** Checks the loss of a model, where it is given, and the gradients of all its trained parameters. */
export function expectGradients(
  net: Model,
  x: Samples,
  y: Samples,
  expected: { readonly loss?: number; readonly gradients: readonly (readonly number[])[] },
  tolerance: { readonly loss: number; readonly gradient: number },
): void {
  const { loss, gradients } = net.gradients(x, y);
  if (expected.loss !== undefined) expectClose([loss], [expected.loss], tolerance.loss);
  const shapes = net.getWeights().map(({ shape }) => shape);
  expect(gradients.map(({ shape }) => shape)).toEqual(shapes.slice(0, gradients.length));
  expectArrays(gradients, expected.gradients, tolerance.gradient);
}

/** Checks the values of several arrays, such as weights or gradients. */
export function expectArrays(
  arrays: readonly { readonly data: ArrayLike<number> }[],
  expected: readonly (readonly number[])[],
  tolerance: number,
): void {
  expect(arrays).toHaveLength(expected.length);
  arrays.forEach(({ data }, index) => {
    expectClose(data, expected[index]!, tolerance);
  });
}
