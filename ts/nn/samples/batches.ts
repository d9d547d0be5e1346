import type { DType } from '../../array.js';
import type { KernelDataset, Targets } from '../../backend/backend.js';
import { kernels } from '../../backend/select.js';
import { ArgumentError } from '../../errors.js';
import { nonFinite, type Samples, sliceInputs } from './inputs.js';
import { sliceTargets } from './targets.js';

/** Samples and, unless they are only predicted, their targets: one array for each input and output of the model. */
export interface SampleBatches {
  readonly inputs: readonly Samples[];
  readonly targets?: readonly Targets[];
  /** Name of the inputs in messages. */
  readonly name: string;
}

/** Number of samples. */
export function countSamples({ inputs }: Pick<SampleBatches, 'inputs'>): number {
  return inputs[0]?.length ?? 0;
}

/** The indices of this number of samples, from 0. */
export function inOrder(samples: number): Uint32Array {
  const order = new Uint32Array(samples);
  for (let index = 0; index < samples; index++) order[index] = index;
  return order;
}

/** Splits samples into the first ones for training and this share of the last ones for validation, as Keras does. */
export function splitValidation(
  all: SampleBatches,
  share: number,
): readonly [SampleBatches, SampleBatches | undefined] {
  if (share === 0) return [all, undefined];
  const length = countSamples(all);
  const trained = Math.floor(length * (1 - share));
  if (trained > 0 && trained < length) return [slice(all, 0, trained), slice(all, trained, length)];
  throw new ArgumentError({
    code: 'validation-split',
    operation: 'fit',
    actual: `validationSplit ${share} of ${length} samples leaves ${trained} for training`,
    expected: 'training and validation need at least one sample each',
    remedy: 'change validationSplit or pass more samples',
  });
}

function slice({ inputs, targets, name }: SampleBatches, start: number, end: number): SampleBatches {
  const slices = inputs.map((samples) => sliceInputs(samples, start, end));
  if (!targets) return { inputs: slices, name };
  return { inputs: slices, name, targets: targets.map((target) => sliceTargets(target, start, end)) };
}

/**
 * Copies samples into the memory of the backend. The caller must free the result.
 *
 * @throws ArgumentError naming the first value that is not finite
 */
export function toDataset(
  { inputs, targets, name }: SampleBatches,
  dtype: DType,
  operation: string,
): KernelDataset {
  const dataset = kernels.dataset(dtype, inputs, targets);
  inputs.forEach(({ data, first, shape, features }, input) => {
    const bad = dataset.firstNonFinite(input);
    if (bad < 0) return;
    dataset.free();
    const where = inputs.length > 1 ? `${name}[${input}]` : name;
    throw nonFinite(where, shape, first * features + bad, data[bad] ?? NaN, operation);
  });
  return dataset;
}

/** Copies samples into backend memory for the time of a call, as `toDataset` does, and frees them after it. */
export function withDataset<T>(
  data: SampleBatches,
  dtype: DType,
  operation: string,
  use: (dataset: KernelDataset) => T,
): T {
  const dataset = toDataset(data, dtype, operation);
  try {
    return use(dataset);
  } finally {
    dataset.free();
  }
}
