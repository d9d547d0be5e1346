import type { DType } from '../array.js';
import type {
  Backend,
  BackendName,
  Dataset,
  FloatArray,
  Generator,
  Inputs,
  MatmulRequest,
  Program,
  ProgramSpec,
  Slot,
  Targets,
  Totals,
  TrainResult,
} from './backend.js';
import type {
  Bindings,
  BoundDataset,
  BoundGenerator,
  BoundProgram,
  DatasetConstructor,
  ProgramConstructor,
} from './bindings.js';
import { guard } from './failures.js';
import { measurePeak } from './peak.js';
import { specText } from './spec.js';

/** Makes a backend of compiled bindings: picks the class for the element type and types the errors. */
export function adapt(name: BackendName, bindings: Bindings): Backend {
  const programs: Record<DType, ProgramConstructor<FloatArray>> = {
    float32: bindings.Program32,
    float64: bindings.Program64,
  };
  const datasets: Record<DType, DatasetConstructor<FloatArray>> = {
    float32: bindings.Dataset32,
    float64: bindings.Dataset64,
  };
  const { solveModel } = bindings;
  return {
    name,
    instructionSet: guard('load', () => bindings.instructionSet()),
    compile: (spec: ProgramSpec) =>
      new BoundProgramAdapter(guard('compile', () => new programs[spec.dtype](specText(spec)))),
    dataset: (dtype, inputs, targets) => new BoundDatasetAdapter(datasets[dtype], inputs, targets),
    generator: (seed, stream) =>
      new BoundGeneratorAdapter(guard('generator', () => new bindings.Generator(seed, stream))),
    matmul: <A extends FloatArray>({ a, b, m, n, k, transposeA, transposeB }: MatmulRequest<A>) =>
      guard('matmul', () => {
        const multiply = (
          a instanceof Float32Array ? bindings.matmul32 : bindings.matmul64
        ) as typeof bindings.matmul64;
        return multiply(a as Float64Array, b as Float64Array, m, n, k, transposeA, transposeB) as A;
      }),
    ...(solveModel && {
      solveModel: (...numbers) => guard('solveIvp', () => solveModel(...numbers)),
    }),
    evaluateModel: (...numbers) => guard('system', () => bindings.evaluateModel(...numbers)),
    solveEnsemble: (...numbers) => guard('solveEnsemble', () => bindings.solveEnsemble(...numbers)),
    peak: (dtype) =>
      guard('peak', () => measurePeak(dtype === 'float32' ? bindings.peak32 : bindings.peak64)),
  };
}

class BoundDatasetAdapter implements Dataset {
  readonly bound: BoundDataset;
  readonly length: number;
  readonly firstNonFinite: number;

  constructor(constructor: DatasetConstructor<FloatArray>, inputs: Inputs, targets: Targets | undefined) {
    const { data, width, scale } = inputs;
    this.bound = guard('dataset', () =>
      data instanceof Uint8Array
        ? constructor.fromBytes(data, width, scale)
        : constructor.fromValues(data, width),
    );
    try {
      if (targets) setTargets(this.bound, targets);
      this.length = this.bound.length;
      this.firstNonFinite = guard('dataset', () => this.bound.firstNonFinite());
    } catch (error) {
      this.bound.free();
      throw error;
    }
  }

  free(): void {
    this.bound.free();
  }
}

function setTargets(bound: BoundDataset, targets: Targets): void {
  guard('dataset', () => {
    if ('labels' in targets) bound.setLabels(targets.labels);
    else bound.setValues(targets.values, targets.width);
  });
}

class BoundProgramAdapter implements Program {
  constructor(private readonly bound: BoundProgram<FloatArray>) {}

  train(data: Dataset, order: Uint32Array, rates: Float64Array): TrainResult {
    const result = guard('train', () => this.bound.train(boundOf(data), order, rates));
    const [steps = 0, samples = 0, loss = 0, correct = 0, diverged = 0] = result;
    return { steps, samples, loss, correct, diverged: diverged !== 0 };
  }

  evaluate(data: Dataset): Totals {
    return totals(guard('evaluate', () => this.bound.evaluate(boundOf(data))));
  }

  predict(data: Dataset): FloatArray {
    return guard('predict', () => this.bound.predict(boundOf(data)));
  }

  gradients(data: Dataset, order: Uint32Array): Totals {
    return totals(guard('gradients', () => this.bound.gradients(boundOf(data), order)));
  }

  read(slot: Slot, index: number): FloatArray {
    return guard('read', () => this.bound.read(slot, index));
  }

  write(slot: Slot, index: number, values: FloatArray): void {
    guard('write', () => this.bound.write(slot, index, values));
  }

  free(): void {
    this.bound.free();
  }
}

function boundOf(data: Dataset): BoundDataset {
  return (data as BoundDatasetAdapter).bound;
}

function totals([samples = 0, loss = 0, correct = 0]: Float64Array): Totals {
  return { samples, loss, correct };
}

class BoundGeneratorAdapter implements Generator {
  constructor(private readonly bound: BoundGenerator) {}

  uniform(count: number, low: number, high: number): Float64Array {
    return guard('uniform', () => this.bound.uniform(count, low, high));
  }

  normal(count: number, mean: number, deviation: number): Float64Array {
    return guard('normal', () => this.bound.normal(count, mean, deviation));
  }

  permutation(count: number): Uint32Array {
    return guard('permutation', () => this.bound.permutation(count));
  }

  free(): void {
    this.bound.free?.();
  }
}
