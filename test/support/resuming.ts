import {
  type Callback,
  type CompileOptions,
  type DType,
  type History,
  layers,
  load,
  type Model,
  optimizers,
  sequential,
} from 'ferrograd';
import { expect } from 'vitest';

import { flatWeights } from './weights.js';

export interface NetOptions {
  readonly dtype?: DType;
  readonly compile?: Partial<CompileOptions>;
}

/** A network for digits with everything that training changes: weights, running statistics, dropout and moments. */
export function resumableNet({ dtype = 'float32', compile }: NetOptions = {}): Model {
  const result = sequential({ inputShape: [64], seed: 3, dtype }, [
    layers.dense(12, { activation: 'tanh' }),
    layers.batchNormalization(),
    layers.dropout(0.2),
    layers.dense(10, { activation: 'softmax' }),
  ]);
  const optimizer = optimizers.adam({ learningRate: 0.05 });
  result.compile({ optimizer, loss: 'sparseCategoricalCrossentropy', metrics: ['accuracy'], ...compile });
  return result;
}

/** A training that can be interrupted and resumed. */
export interface Training {
  readonly make: () => Model;
  /** Makes new callbacks with state. */
  readonly callbacks?: () => readonly Callback[];
  readonly fit: (
    net: Model,
    part: { initialEpoch: number | undefined; callbacks: readonly Callback[] },
  ) => Promise<History>;
}

interface Saved {
  readonly at: string;
  readonly bytes: Uint8Array;
}

/** Whether the callback that saves is called before or after the others. */
export type Place = 'first' | 'last';

/** Trains with a save after every batch and every epoch, and checks that each of these files resumes the same training. */
export async function expectResumed(training: Training, place: Place = 'last'): Promise<History> {
  const { make, callbacks = () => [], fit } = training;
  const files: Saved[] = [];
  const whole = make();
  const save = async (at: string) => void files.push({ at, bytes: await whole.toBytes() });
  const saver: Callback = {
    batchInterval: 1,
    onBatchEnd: (step, { epoch }) => save(`batch ${step} of epoch ${epoch}`),
    onEpochEnd: (epoch) => save(`end of epoch ${epoch}`),
  };
  const own = callbacks();
  const all = place === 'first' ? [saver, ...own] : [...own, saver];
  const expected = await fit(whole, { initialEpoch: 0, callbacks: all });
  expect(files.length).toBeGreaterThan(expected.epochs.length);

  for (const { at, bytes } of files) {
    const resumed = await load(bytes);
    const actual = await fit(resumed, { initialEpoch: resumed.position?.epoch, callbacks: callbacks() });
    expect(flatWeights(resumed), at).toEqual(flatWeights(whole));
    expectTail(actual, expected, at);
    expect(resumed.position, at).toEqual(whole.position);
  }
  return expected;
}

/** Compares the history of a training that resumed with the end of that of an uninterrupted one. */
function expectTail(actual: History, expected: History, at: string): void {
  const count = actual.epochs.length;
  const tail = <T>(values: readonly T[] | undefined) => values?.slice(values.length - count);
  expect(actual.epochs, at).toEqual(tail(expected.epochs));
  for (const name of Object.keys(expected.history)) {
    expect(actual.history[name] ?? [], `${name}, ${at}`).toEqual(tail(expected.history[name]));
  }
  const { status, message, stoppedAt } = expected;
  expect(actual, at).toMatchObject({ status, message });
  expect(actual.stoppedAt, at).toEqual(stoppedAt);
}
