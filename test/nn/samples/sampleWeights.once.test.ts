import { ArgumentError, DTypeError, ShapeError } from 'ferrograd';
import { describe, expect, it } from 'vitest';

import { sampleWeights } from '../../../dist/nn/samples/sampleWeights.js';
import { expectError } from '../../support/errors.js';

const labels = { targets: { labels: Uint32Array.of(0, 2, 1, 2) }, samples: 4, units: 3 };
const vectors = {
  targets: { values: Float32Array.of(1, 0, 0, 0, 0, 1, 0, 1, 0, 0, 0, 1), width: 3 },
  samples: 4,
  units: 3,
};
const binary = { targets: { values: Float64Array.of(0, 1, 1, 0), width: 1 }, samples: 4, units: 1 };
const weights = (given: object, plan: Parameters<typeof sampleWeights>[1] = labels) => {
  const result = sampleWeights(given, plan, 'fit');
  return result && [...result];
};

describe('the weight of a sample', () => {
  it('is undefined unless weights are given', () => {
    expect(weights({})).toBeUndefined();
  });

  it('is the weight in sampleWeight', () => {
    expect(weights({ sampleWeight: [1, 0, 0.5, 2] })).toEqual([1, 0, 0.5, 2]);
    expect(weights({ sampleWeight: Float32Array.of(1, 0, 0.5, 2) })).toEqual([1, 0, 0.5, 2]);
    const column = { data: Uint8Array.of(2, 4, 6, 8), shape: [4, 1], scale: 0.5 };
    expect(weights({ sampleWeight: column })).toEqual([1, 2, 3, 4]);
  });

  it('is the weight of its class, by label, one-hot vector or side of one half', () => {
    for (const classWeight of [[1, 2, 3], Float64Array.of(1, 2, 3), { 1: 2, 2: 3 }, { 0: 1, 1: 2, 2: 3 }]) {
      expect(weights({ classWeight })).toEqual([1, 3, 2, 3]);
      expect(weights({ classWeight }, vectors)).toEqual([1, 3, 2, 3]);
    }
    expect(weights({ classWeight: { 1: 5 } }, binary)).toEqual([1, 5, 5, 1]);
    expect(weights({ classWeight: [2, 5] }, binary)).toEqual([2, 5, 5, 2]);
  });

  it('is the product if both weights are given', () => {
    expect(weights({ sampleWeight: [1, 2, 3, 4], classWeight: [5, 0, 10] })).toEqual([5, 20, 0, 40]);
  });

  it.each([
    ['weights below 0', { sampleWeight: [1, -1, 1, 1] }, ArgumentError, /sampleWeight\[1\] is -1/],
    [
      'weights that are not finite',
      { sampleWeight: [1, 1, NaN, 1] },
      ArgumentError,
      /sampleWeight\[2\] is NaN/,
    ],
    ['weights that are all 0', { sampleWeight: [0, 0, 0, 0] }, ArgumentError, /all 0/],
    ['too few weights', { sampleWeight: [1, 1] }, ShapeError, /\[2\]/],
    [
      'weights in another shape',
      {
        sampleWeight: [
          [1, 1],
          [1, 1],
        ],
      },
      ShapeError,
      /\[2, 2\]/,
    ],
    ['weights that are none', { sampleWeight: 3 }, DTypeError, /3/],
    ['too few classes', { classWeight: [1, 1] }, ShapeError, /2 weights/],
    ['class weights below 0', { classWeight: { 0: -1 } }, ArgumentError, /classWeight\[0\] is -1/],
    [
      'class weights that are no numbers',
      { classWeight: { 0: '1' } },
      ArgumentError,
      /classWeight\[0\] is "1"/,
    ],
    ['class weights that are all 0', { classWeight: [0, 0, 0] }, ArgumentError, /all 0/],
    ['a class that is none', { classWeight: { 3: 1 } }, ArgumentError, /"3"/],
    ['a name as a class', { classWeight: { cat: 1 } }, ArgumentError, /"cat"/],
    ['class weights that are none', { classWeight: 'balanced' }, DTypeError, /"balanced"/],
    ['no class weights', { classWeight: null }, DTypeError, /null/],
    [
      'weights that leave no sample',
      { classWeight: [0, 1, 1], sampleWeight: [1, 0, 0, 0] },
      ArgumentError,
      /together are all 0/,
    ],
  ])('refuses %s', async (_, given, Class, actual) => {
    await expectError(() => weights(given), Class, { operation: 'fit', actual });
  });
});
