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
])('for %s it is %s', (word, expected) => {
  expect(nearest(word, losses)).toBe(expected);
});

it('always is one of the candidates, and nothing where there are none', () => {
  expect(losses).toContain(nearest('', losses));
  expect(losses).toContain(nearest('x'.repeat(1e6), losses));
  expect(nearest('mse', [])).toBeUndefined();
});
