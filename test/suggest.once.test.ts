import { expect, it } from 'vitest';

import { nearest } from '../dist/suggest.js';

const losses = ['quadratic', 'meanSquaredError', 'categoricalCrossentropy', 'sparseCategoricalCrossentropy'];

it.each([
  ['quadratc', 'quadratic'],
  ['QUADRATIC', 'quadratic'],
  ['mse', 'meanSquaredError'],
  ['mean_squared_error', 'meanSquaredError'],
  ['mean-squared-errors', 'meanSquaredError'],
  ['crossentropy', 'categoricalCrossentropy'],
  ['categorical_crossentropy', 'categoricalCrossentropy'],
  ['sparse_categorical_crossentropy', 'sparseCategoricalCrossentropy'],
  ['scc', 'sparseCategoricalCrossentropy'],
])('the candidate nearest to %s is %s', (word, expected) => {
  expect(nearest(word, losses)).toBe(expected);
});

it('the nearest is always one of the candidates, and undefined without any', () => {
  expect(losses).toContain(nearest('', losses));
  expect(losses).toContain(nearest('x'.repeat(1e6), losses));
  expect(nearest('mse', [])).toBeUndefined();
});
