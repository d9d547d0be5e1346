import type { NdArray } from '../../array.js';
import { standardScaler } from '../../data/index.js';
import type { LoadedSamples, Task } from './dataset.js';

/** How each column is standardized: (value − mean) / deviation. */
export interface Scaling {
  readonly means: readonly number[];
  readonly deviations: readonly number[];
}

/** How inputs are standardized and, where the task is to predict numbers, targets. */
export interface Scalings {
  readonly x: Scaling;
  readonly y?: Scaling | undefined;
}

/** Mean and standard deviation of each column; a constant column is only shifted. */
export function scalingsOf({ x, y }: LoadedSamples, { kind }: Task): Scalings {
  return { x: scalingOf(x), ...(kind === 'values' && { y: scalingOf(y) }) };
}

export function standardized({ x, y }: LoadedSamples, scalings: Scalings): LoadedSamples {
  return { x: standardizedInputs(x, scalings), y: scalings.y ? scale(y, scalings.y) : y };
}

export function standardizedInputs(x: NdArray, scalings: Scalings): NdArray {
  return scale(x, scalings.x);
}

/** Outputs of a model in the units of the table: output · deviation + mean. */
export function unstandardized(outputs: NdArray, { y }: Scalings): NdArray {
  return y ? mapColumns(outputs, y, (value, mean, deviation) => value * deviation + mean) : outputs;
}

function scale(array: NdArray, scaling: Scaling): NdArray {
  return mapColumns(array, scaling, (value, mean, deviation) => (value - mean) / deviation);
}

function scalingOf(array: NdArray): Scaling {
  const { offset, scale } = standardScaler().fit(array);
  return { means: [...offset], deviations: [...scale] };
}

function mapColumns(
  { data, shape }: NdArray,
  { means, deviations }: Scaling,
  rule: (value: number, mean: number, deviation: number) => number,
): NdArray {
  const columns = means.length;
  const mapped = Float64Array.from(data, (value, index) =>
    rule(value, means[index % columns] ?? 0, deviations[index % columns] ?? 1),
  );
  return { data: mapped, shape };
}
