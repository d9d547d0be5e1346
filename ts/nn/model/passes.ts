import type { NdArray } from '../../array.js';
import type { KernelDataset, FloatArray, Program } from '../../backend/backend.js';
import { positiveInteger } from '../../checks.js';
import type { Executor } from '../compile/executor.js';
import type { Evaluation, Training } from '../contracts.js';
import { type SampleBatches, countSamples, inOrder, withDataset } from '../samples/batches.js';
import { nextLearningRates } from '../training/learningRates.js';
import { RunningMetrics } from '../training/runningMetrics.js';

// Single passes of a model over samples, outside of `fit`.

export interface PassOptions {
  /** Samples in one pass, by default as many as in training: bounds the memory, not the result. */
  readonly batchSize?: number | undefined;
}

/** Passes over samples in batches; while a `fit` runs, its batch size is kept. */
export function passOver<T>(
  executor: Executor,
  data: SampleBatches,
  { batchSize }: PassOptions,
  operation: string,
  use: (dataset: KernelDataset) => T,
): T {
  if (batchSize !== undefined) positiveInteger(batchSize, 'batchSize', operation);
  return withDataset(data, executor.dtype, operation, (dataset) => {
    if (batchSize !== undefined && !executor.isPinned)
      executor.configure({ batchSize: Math.min(batchSize, countSamples(data)) });
    return use(dataset);
  });
}

/** Mean loss and metrics over a data set. */
export function evaluateDataset(
  { program, plan }: Executor,
  training: Training,
  dataset: KernelDataset,
  { targets = [] }: SampleBatches,
): Evaluation {
  const metrics = new RunningMetrics(plan, training);
  metrics.add(program.evaluate(dataset), program, targets);
  return metrics.values();
}

/** One step on a data set, all in one batch; returns loss and metrics from before the step. */
export function trainBatch(
  program: Program,
  executor: Executor,
  training: Training,
  epoch: number,
  dataset: KernelDataset,
  { targets = [] }: SampleBatches,
): Evaluation {
  const learningRate = nextLearningRates(executor, training, epoch, 1);
  const result = program.train(dataset, inOrder(dataset.length), learningRate);
  const metrics = new RunningMetrics(executor.plan, training);
  metrics.add(result.diverged ? { ...result, loss: NaN } : result, program, targets);
  return metrics.values();
}

/** Gradients of the mean loss over a data set, with loss and accuracy. */
export function batchGradients(
  program: Program,
  executor: Executor,
  training: Training,
  dataset: KernelDataset,
  { targets = [] }: SampleBatches,
): { readonly loss: number; readonly accuracy?: number; readonly gradients: NdArray<FloatArray>[] } {
  const metrics = new RunningMetrics(executor.plan, { ...training, metrics: [] });
  metrics.add(program.gradients(dataset, inOrder(dataset.length)), program, targets);
  return { ...metrics.values(), gradients: executor.readGradients(program) };
}
