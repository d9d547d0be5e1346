import type { DType } from 'ferrograd';
import type { Backend } from '../dist/backend/backend.js';
import type { Case } from './lib/case.js';
import { cast, randomArray } from './lib/random.js';
import { trainStep, verify } from './lib/reference.js';

const INPUTS = 784;
const OUTPUTS = 30;
/** Small, so that the sigmoids stay away from saturation however long the timing runs. */
const RATE = 1e-3;
const VERIFIED_STEPS = 3;
const TOLERANCE: Record<DType, number> = { float32: 1e-5, float64: 1e-12 };

/** Steps of one fused dense layer (784-30, sigmoid, quadratic cost, SGD) on a batch that stays in cache. */
function denseCase(dtype: DType, batchSize: number, steps: number): Case {
  const name = `dense 784-30 batch ${batchSize}, ${steps} step${steps > 1 ? 's' : ''} a call`;
  return {
    name,
    dtype,
    // Forward and the weight gradient; a first layer has no input gradient.
    flops: 2 * 2 * batchSize * INPUTS * OUTPUTS,
    setUp(backend) {
      const train = trainer(backend, dtype, batchSize);
      train.verify(name);
      return { run: train.steps(steps, RATE), units: steps };
    },
  };
}

function trainer(backend: Backend, dtype: DType, batchSize: number) {
  const program = backend.compile({
    dtype,
    batchSize,
    inputShapes: [[INPUTS]],
    layers: [{ op: { kind: 'dense', units: OUTPUTS, bias: true, activation: 'sigmoid' }, inputIds: [0] }],
    outputs: [1],
    losses: [{ kind: 'quadratic' }],
    optimizer: { kind: 'sgd', momentum: 0 },
  });
  const x = randomArray(batchSize * INPUTS, 1);
  const y = randomArray(batchSize * OUTPUTS, 2);
  const weights = randomArray(INPUTS * OUTPUTS, 3, 0.04);
  const biases = randomArray(OUTPUTS, 4);
  program.write('parameters', 0, cast(dtype, weights));
  program.write('parameters', 1, cast(dtype, biases));
  const data = backend.dataset(
    dtype,
    [{ data: cast(dtype, x), scale: 1, features: INPUTS }],
    [{ values: cast(dtype, y), width: OUTPUTS }],
  );

  function steps(count: number, rate: number): () => void {
    const order = Uint32Array.from({ length: count * batchSize }, (_, i) => i % batchSize);
    const rates = new Float64Array(count).fill(rate);
    return () => {
      program.train(data, order, rates);
    };
  }

  return {
    steps,
    verify(name: string) {
      // A large rate, so that wrong gradients show.
      steps(VERIFIED_STEPS, 1)();
      const layer = { inputs: INPUTS, outputs: OUTPUTS, weights, biases };
      for (let step = 0; step < VERIFIED_STEPS; step++) trainStep([layer], x, y, 1);
      verify(`${name}: weights`, program.read('parameters', 0), weights, TOLERANCE[dtype]);
      verify(`${name}: biases`, program.read('parameters', 1), biases, TOLERANCE[dtype]);
    },
  };
}

export const cases: readonly Case[] = (['float32', 'float64'] as const).flatMap((dtype) =>
  [10, 128].flatMap((batchSize) => [1, 100].map((steps) => denseCase(dtype, batchSize, steps))),
);
