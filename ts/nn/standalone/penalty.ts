import type { FloatArray, OpSpec } from '../../backend/backend.js';

type Arguments = Partial<OpSpec>;

/** λ₁ Σ|w| + λ₂ Σw² over all weights that have a regularizer. */
export function costOfWeights(
  unit: Arguments,
  names: readonly string[],
  weights: readonly FloatArray[],
): number {
  return names.reduce((sum, name, index) => sum + cost(unit, name, weights[index] ?? new Float64Array()), 0);
}

/** The same of the outputs, over all samples. */
export function costOfOutputs(unit: Arguments, outputs: FloatArray): number {
  return cost(unit, 'activity', outputs);
}

function cost(unit: Arguments, name: string, values: FloatArray): number {
  const l1 = Number(unit[`${name}L1`] ?? 0);
  const l2 = Number(unit[`${name}L2`] ?? 0);
  if (l1 === 0 && l2 === 0) return 0;
  let sum = 0;
  for (const value of values) sum += l1 * Math.abs(value) + l2 * value * value;
  return sum;
}
