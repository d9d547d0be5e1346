import type { DType } from '../array.js';
import type {
  Backend,
  BackendName,
  KernelDataset,
  FloatArray,
  RandomGenerator,
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

/** Makes a backend of compiled bindings: picks the class of the element type, and gives errors their types. */
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
      new BoundProgramAdapter(
        guard('compile', () => new programs[spec.dtype](specText(spec))),
        2 + 2 * spec.outputs.length,
      ),
    dataset: (dtype, inputs, targets) => new BoundDatasetAdapter(datasets[dtype], inputs, targets),
    generator: (seed, stream) =>
      new BoundGeneratorAdapter(guard('generator', () => new bindings.Generator(seed, stream))),
    permutations: (seed, stream, streams, count) =>
      guard('permutations', () => bindings.permutations(seed, stream, streams, count)),
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

class BoundDatasetAdapter implements KernelDataset {
  readonly bound: BoundDataset;
  readonly length: number;

  constructor(
    constructor: DatasetConstructor<FloatArray>,
    inputs: readonly Inputs[],
    targets: readonly Targets[] | undefined,
  ) {
    const [{ data, features } = { data: [], features: 1 }] = inputs;
    const length = Math.floor(data.length / features);
    this.length = length;
    this.bound = guard('dataset', () => new constructor(length));
    try {
      guard('dataset', () => {
        for (const input of inputs) addInput(this.bound, input);
        for (const target of targets ?? []) addTarget(this.bound, target);
      });
    } catch (error) {
      this.bound.free();
      throw error;
    }
  }

  firstNonFinite(input: number): number {
    return guard('dataset', () => this.bound.firstNonFinite(input));
  }

  free(): void {
    this.bound.free();
  }
}

function addInput(bound: BoundDataset, { data, scale }: Inputs): void {
  if (data instanceof Uint8Array) bound.addBytes(data, scale);
  else bound.addValues(data);
}

function addTarget(bound: BoundDataset, targets: Targets): void {
  if ('labels' in targets) bound.addLabels(targets.labels);
  else bound.addTargets(targets.values);
  if (targets.weights) bound.weigh(targets.weights);
}

class BoundProgramAdapter implements Program {
  /** @param totalsLength numbers in the totals that the bindings return */
  constructor(
    private readonly bound: BoundProgram<FloatArray>,
    private readonly totalsLength: number,
  ) {}

  train(
    data: KernelDataset,
    order: Uint32Array,
    rates: Float64Array,
    before?: Totals,
    epoch = 0,
  ): TrainResult {
    const result = guard('train', () => this.bound.train(boundOf(data), order, rates, sums(before), epoch));
    const [steps = 0, diverged = 0] = result;
    const end = 2 + this.totalsLength;
    const { samples, loss, outputs } = totals(result, 2, end);
    const finished: Totals[] = [];
    for (let start = end; start < result.length; start += this.totalsLength) {
      finished.push(totals(result, start, start + this.totalsLength));
    }
    return { steps, diverged: diverged !== 0, samples, loss, outputs, finished };
  }

  evaluate(data: KernelDataset): Totals {
    return totals(guard('evaluate', () => this.bound.evaluate(boundOf(data))));
  }

  predict(data: KernelDataset): FloatArray {
    return guard('predict', () => this.bound.predict(boundOf(data)));
  }

  gradients(data: KernelDataset, order: Uint32Array): Totals {
    return totals(guard('gradients', () => this.bound.gradients(boundOf(data), order)));
  }

  collected(output: number): FloatArray {
    return guard('collected', () => this.bound.collected(output));
  }

  forward(data: KernelDataset, order: Uint32Array, training: boolean): FloatArray {
    return guard('forward', () => this.bound.forward(boundOf(data), order, training));
  }

  backward(data: KernelDataset, order: Uint32Array, gradient: FloatArray, training: boolean): void {
    guard('backward', () => this.bound.backward(boundOf(data), order, gradient, training));
  }

  inputGradient(input: number, samples: number): FloatArray {
    return guard('backward', () => this.bound.inputGradient(input, samples));
  }

  optimize(rate: number): void {
    guard('step', () => this.bound.optimize(rate));
  }

  get steps(): number {
    return this.bound.steps();
  }

  set steps(steps: number) {
    this.bound.setSteps(steps);
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

function boundOf(data: KernelDataset): BoundDataset {
  return (data as BoundDatasetAdapter).bound;
}

/** Reads totals from the numbers that the bindings return, `start` inclusive and `end` exclusive. */
function totals(values: Float64Array, start = 0, end = values.length): Totals {
  const outputs = [];
  for (let i = start + 2; i < end; i += 2) {
    outputs.push({ loss: values[i] ?? 0, correct: values[i + 1] ?? 0 });
  }
  return { samples: values[start] ?? 0, loss: values[start + 1] ?? 0, outputs };
}

/** Totals as the bindings take them. */
function sums(totals: Totals | undefined): Float64Array {
  if (!totals) return new Float64Array(0);
  const outputs = totals.outputs.flatMap(({ loss, correct }) => [loss, correct]);
  return Float64Array.of(totals.samples, totals.loss, ...outputs);
}

class BoundGeneratorAdapter implements RandomGenerator {
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
