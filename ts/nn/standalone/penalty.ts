import type { FloatArray, OpSpec } from '../../backend/backend.js';

type Arguments = Partial<OpSpec>;

/** `λ₁ Σ|w| + λ₂ Σw²` over all weights that have a regularizer. */
export function costOfWeights(
  op: Arguments,
  names: readonly string[],
  weights: readonly FloatArray[],
): number {
  return names.reduce((sum, name, index) => sum + cost(op, name, weights[index] ?? new Float64Array()), 0);
}

/** `λ₁ Σ|a| + λ₂ Σa²` over the outputs of all samples, where the layer has an activity regularizer. */
export function costOfOutputs(op: Arguments, outputs: FloatArray): number {
  return cost(op, 'activity', outputs);
}

function cost(op: Arguments, name: string, values: FloatArray): number {
  const l1 = Number(op[`${name}L1`] ?? 0);
  const l2 = Number(op[`${name}L2`] ?? 0);
  if (l1 === 0 && l2 === 0) return 0;
  let sum = 0;
  for (const value of values) sum += l1 * Math.abs(value) + l2 * value * value;
  return sum;
}
