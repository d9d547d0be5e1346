import type { DType } from '../../array.js';
import type { Dataset, Targets } from '../../backend/backend.js';
import { kernels } from '../../backend/select.js';
import { ArgumentError } from '../../errors.js';
import { nonFinite, type Samples, sliceInputs } from './inputs.js';
import { sliceTargets } from './targets.js';

/** Samples with their targets, where there are any: one array for each input and output of the model. */
export interface Batches {
  readonly inputs: readonly Samples[];
  readonly targets?: readonly Targets[];
  /** Of the inputs, in messages. */
  readonly name: string;
}

/** Number of samples. */
export function countSamples({ inputs }: Pick<Batches, 'inputs'>): number {
  return inputs[0]?.length ?? 0;
}

/** The indices of so many samples. */
export function inOrder(samples: number): Uint32Array {
  const order = new Uint32Array(samples);
  for (let index = 0; index < samples; index++) order[index] = index;
  return order;
}

/** The first samples for training and the given share of the last for validation, as Keras splits. */
export function splitValidation(all: Batches, share: number): readonly [Batches, Batches | undefined] {
  if (share === 0) return [all, undefined];
  const length = countSamples(all);
  const at = Math.floor(length * (1 - share));
  if (at > 0 && at < length) return [slice(all, 0, at), slice(all, at, length)];
  throw new ArgumentError({
    code: 'validation-split',
    operation: 'fit',
    actual: `validationSplit ${share} of ${length} samples leaves ${at} for training`,
    expected: 'both parts need at least one sample',
    remedy: 'change validationSplit or pass more samples',
  });
}

function slice({ inputs, targets, name }: Batches, from: number, to: number): Batches {
  const parts = inputs.map((samples) => sliceInputs(samples, from, to));
  if (!targets) return { inputs: parts, name };
  return { inputs: parts, name, targets: targets.map((target) => sliceTargets(target, from, to)) };
}

/** Copies samples into backend memory; throws at the first that is not finite. The caller frees the result. */
export function toDataset({ inputs, targets, name }: Batches, dtype: DType, operation: string): Dataset {
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
