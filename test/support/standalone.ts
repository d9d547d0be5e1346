import { layers, schedules } from 'ferrograd';

/** Five samples of two features. */
export const x = [[0.2, -0.5], [0.9, 0.1], [-0.3, 0.8], [-0.7, -0.6], [0.4, 0.4]]; // prettier-ignore

/** Their classes, of three. */
export const labels = [0, 1, 2, 1, 0];

/** Targets of three values for each sample. */
export const values = x.map((row, index) => [Math.sin(index), row[0]! * row[1]!, 0.5]);

/** An array in float64. */
export function array(values: readonly number[], ...shape: number[]) {
  return { data: Float64Array.from(values), shape };
}

/** All values of several arrays in one list. */
export function flat(arrays: readonly { data: ArrayLike<number> }[]): number[] {
  return arrays.flatMap(({ data }) => Array.from(data));
}

/** A layer for the samples, the same each time. */
export function dense() {
  return layers.dense(3).build([2], { seed: 1 });
}

/** The layer after a forward pass, ready for the backward one. */
export function passed() {
  const built = dense();
  built.forward(x);
  return built;
}

/** Learning rates 1, 1/1.1, 1/1.2, … */
export function decay() {
  return schedules.inverseTimeDecay({ initialLearningRate: 1, decayRate: 0.1 });
}
