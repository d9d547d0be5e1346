import type { DType } from '../../array.js';
import type { LossDefinition } from '../contracts.js';
import type { Plan } from '../compile/plan.js';
import { type SampleBatches, countSamples } from './batches.js';
import { readInputs } from './inputs.js';
import { readAllTargets, weighTargets } from './targets.js';

/** The weights of samples and classes as the user passed them. */
export interface GivenWeights {
  readonly sampleWeight?: unknown;
  readonly classWeight?: unknown;
}

/** The model and the losses that samples and targets must fit, and how they are read. */
export interface Reading {
  readonly plan: Plan;
  readonly dtype: DType;
  readonly losses: readonly LossDefinition[];
  readonly operation: string;
  readonly weights?: GivenWeights | undefined;
  /** Names of samples and targets in messages; x and y by default. */
  readonly names?: readonly [x: string, y: string] | undefined;
}

/** Reads samples and targets as the user passed them. */
export function readBatches(x: unknown, y: unknown, reading: Reading): SampleBatches {
  const { plan, dtype, losses, operation, weights = {}, names = ['x', 'y'] } = reading;
  const inputs = readInputs(x, names[0], plan, dtype, operation);
  const samples = countSamples({ inputs });
  const targets = readAllTargets(y, names[1], plan, { losses, samples, dtype }, operation);
  return {
    inputs,
    targets: weighTargets(targets, weights, plan, { samples, dtype }, operation),
    name: names[0],
  };
}
