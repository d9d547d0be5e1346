import {
  ArgumentError,
  type Callback,
  callbacks,
  DTypeError,
  type ErrorDetails,
  input,
  layers,
  type Model,
  model,
  optimizers,
  schedules,
  ShapeError,
} from 'ferrograd';
import { expect } from 'vitest';

import { decodeSafetensors, encodeSafetensors } from '../../dist/files/safetensors.js';

/** Two samples for each input of the net below, and their labels. */
export const x = [
  [0, 1],
  [1, 0.5],
];
export const y = [0, 2];

/** A net with all that a checkpoint can hold: two inputs, a skip connection, a schedule and an optimizer with state. */
export function checkpointedNet(): Model {
  const [a, b] = [input([2], { name: 'a' }), input([2], { name: 'b' })];
  const hidden = layers.dense(2, { activation: 'tanh', kernelRegularizer: 'l2' }).apply(a);
  const sum = layers.add().apply(hidden, layers.dropout(0.1).apply(b));
  const output = layers.dense(3, { activation: 'softmax', name: 'out' }).apply(sum);
  const result = model({ inputs: [a, b], outputs: output, seed: 4 });
  const learningRate = schedules.warmUp({
    schedule: schedules.reduceOnPlateau({ initialLearningRate: 0.1, monitor: 'loss' }),
    steps: 2,
  });
  result.compile({
    optimizer: optimizers.sgd({ learningRate, momentum: 0.5 }),
    loss: 'sparseCategoricalCrossentropy',
    metrics: ['accuracy', 'precision'],
  });
  return result;
}

/** A callback with state, for the net. */
export const stopping = () =>
  callbacks.earlyStopping({ monitor: 'loss', mode: 'max', patience: 9, restoreBestWeights: true });

/** The file of the net after a training that was aborted in its second epoch. */
export async function checkpointFile(): Promise<Uint8Array<ArrayBuffer>> {
  const trained = checkpointedNet();
  const controller = new AbortController();
  const abort: Callback = {
    batchInterval: 3,
    onBatchEnd(_, { epoch }) {
      if (epoch === 1) controller.abort();
    },
  };
  const { signal } = controller;
  await trained.fit([x, x], y, { epochs: 3, batchSize: 1, callbacks: [stopping(), abort], signal });
  expect(trained.position).toEqual({ epoch: 1, step: 1 });
  return trained.toBytes();
}

/** Whether an error is one of the library's own, which names a remedy. */
export function isTyped(error: unknown): boolean {
  const details = error as Partial<ErrorDetails>;
  const isOurs = [ArgumentError, ShapeError, DTypeError].some((Class) => error instanceof Class);
  return isOurs && [details.code, details.operation, details.remedy].every((text) => /\S/.test(text ?? ''));
}

/** The contents of a checkpoint: its JSON description and its tensors. */
export interface Parts {
  description: Description;
  tensors: Map<string, { data: Float32Array | Float64Array; shape: readonly number[] }>;
}

interface Input {
  name: unknown;
  shape: unknown;
}

interface Layer {
  name: unknown;
  from: unknown;
  config: Record<string, unknown>;
}

/** The description of the net above; tests may put any value anywhere. */
export interface Description {
  format: unknown;
  name: unknown;
  dtype: unknown;
  seed: unknown;
  graph: { inputs: [Input, Input]; layers: [Layer, Layer, Layer, Layer]; outputs: unknown };
  training: { optimizer: Record<string, unknown>; loss: unknown[]; metrics: unknown };
  state: Record<string, unknown> & {
    progress: Record<string, unknown> & { part: Record<string, unknown> };
  };
}

/** A copy of a file, its contents changed. */
export function changed(file: Uint8Array, change: (parts: Parts) => void): Uint8Array<ArrayBuffer> {
  const { tensors, metadata } = decodeSafetensors(file);
  const parts: Parts = {
    description: JSON.parse(metadata['ferrograd'] ?? 'null') as Description,
    tensors: new Map(tensors) as Parts['tensors'],
  };
  change(parts);
  return encodeSafetensors(parts.tensors, { ferrograd: JSON.stringify(parts.description) });
}

/** A copy of a file with this text as its description, for JSON that `JSON.stringify` does not write. */
export function described(file: Uint8Array, text: string): Uint8Array<ArrayBuffer> {
  const { tensors } = decodeSafetensors(file);
  return encodeSafetensors(tensors, { ferrograd: text });
}
