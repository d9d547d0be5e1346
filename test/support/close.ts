import { expect } from 'vitest';

/** Every value within `tolerance · max(1, |expected|)`; the message names the worst one. */
export function expectClose(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number): void {
  expect(actual.length).toBe(expected.length);
  let worst = { index: 0, error: -1 };
  for (let index = 0; index < expected.length; index++) {
    const difference = Math.abs(actual[index]! - expected[index]!) / Math.max(1, Math.abs(expected[index]!));
    const error = Number.isNaN(difference) ? Infinity : difference;
    if (error > worst.error) worst = { index, error };
  }
  const { index, error } = worst;
  const message = `[${index}] is ${actual[index]}, expected ${expected[index]}`;
  expect(error, message).toBeLessThanOrEqual(tolerance);
}
