import type { DType, NdArray } from '../../array.js';
import type { KernelDataset, FloatArray } from '../../backend/backend.js';
import { checkOptions } from '../../checks.js';
import { flatten } from '../../convert/flatten.js';
import { toFloats } from '../../convert/floats.js';
import { ArgumentError } from '../../errors.js';
import { type Shape, shapeText, sizeOf } from '../../shape.js';
import type { LossDefinition } from '../contracts.js';
import { inOrder, withDataset } from '../samples/batches.js';
import { readTargets } from '../samples/targets.js';
import { sampleWeights } from '../samples/sampleWeights.js';
import { LossProgram } from './lossProgram.js';

/** Weights as the user passed them. */
interface Given {
  readonly sampleWeight?: unknown;
  readonly classWeight?: unknown;
}

/** Targets and outputs in backend memory. */
interface LoadedOutputs {
  readonly program: LossProgram;
  readonly dataset: KernelDataset;
  readonly samples: number;
  readonly shape: Shape;
}

/** Evaluates a loss outside of a model. */
export class StandaloneLoss {
  readonly #programs = new Map<string, LossProgram>();

  constructor(private readonly loss: LossDefinition) {}

  /** Mean loss over the samples. */
  evaluate(yTrue: unknown, yPred: unknown, given: Given): number {
    return this.#with(yTrue, yPred, given, 'evaluate', ({ program, dataset, samples }) => {
      return program.for(Math.min(samples, BATCH)).evaluate(dataset).loss / samples;
    });
  }

  perSample(yTrue: unknown, yPred: unknown, given: Given): NdArray<Float64Array> {
    return this.#with(yTrue, yPred, given, 'perSample', ({ program, dataset, samples }) => {
      const one = program.for(1);
      const data = Float64Array.from(inOrder(samples), (i) => one.gradients(dataset, Uint32Array.of(i)).loss);
      return { data, shape: [samples] };
    });
  }

  /** Gradient of the mean loss over the samples. */
  gradient(yTrue: unknown, yPred: unknown, given: Given): NdArray<FloatArray> {
    return this.#with(yTrue, yPred, given, 'gradient', ({ program, dataset, samples, shape }) => {
      const all = program.for(samples);
      all.gradients(dataset, inOrder(samples));
      const data = all.inputGradient(0, samples);
      for (let i = 0; i < data.length; i++) data[i] = (data[i] ?? 0) / samples;
      return { data, shape: [...shape] };
    });
  }

  #with<T>(
    yTrue: unknown,
    yPred: unknown,
    given: Given,
    operation: string,
    use: (loaded: LoadedOutputs) => T,
  ): T {
    checkOptions(given, ['sampleWeight', 'classWeight'], operation);
    const flat = flatten(yPred, 'yPred', operation);
    const dtype: DType = flat.data instanceof Float32Array ? 'float32' : 'float64';
    const shape = flat.shape ?? [flat.data.length];
    const [samples = 0, ...sample] = shape;
    if (flat.data.length === 0) throw empty(shape, operation);
    const units = sizeOf(sample);
    const targets = readTargets(yTrue, 'yTrue', { samples, units, loss: this.loss, dtype }, operation);
    const weights = sampleWeights(given, { targets, samples, units }, operation);
    const inputs = { data: toFloats(flat.data, flat.scale, dtype), scale: 1, features: units };
    const data = {
      inputs: [{ ...inputs, shape, length: samples, first: 0 }],
      targets: [weights ? { ...targets, weights: toFloats(weights, 1, dtype) } : targets],
      name: 'yPred',
    };
    return withDataset(data, dtype, operation, (dataset) =>
      use({ program: this.#program(dtype, units), dataset, samples, shape }),
    );
  }

  #program(dtype: DType, units: number): LossProgram {
    const key = `${dtype} ${units}`;
    const known = this.#programs.get(key) ?? new LossProgram(this.loss.op, dtype, units);
    this.#programs.set(key, known);
    return known;
  }
}

/** Most samples in one pass, where the result does not depend on their number. */
const BATCH = 1024;

function empty(shape: Shape, operation: string): ArgumentError {
  return new ArgumentError({
    code: 'empty-data',
    operation,
    actual: `yPred is empty (shape ${shapeText(shape)})`,
    expected: 'at least one sample is needed',
    remedy: 'pass outputs for at least one sample',
  });
}
