import type { DType, NdArray } from '../../array.js';
import type { FloatArray, Program, ProgramSpec, Slot } from '../../backend/backend.js';
import { kernels } from '../../backend/select.js';
import { sizeOf } from '../../shape.js';
import type { Training } from '../contracts.js';
import { type Evictable, markUsed } from './programCache.js';
import type { Plan } from './plan.js';
import { streams } from '../../random/streams.js';

/** What a program is compiled for. */
interface ExecutorSettings {
  readonly batchSize: number;
  readonly training: Training | undefined;
}

/** All that training changes. */
export interface ExecutorState {
  /** One array for each parameter. */
  readonly weights: readonly FloatArray[];
  /** Arrays of the optimizer by slot name, one for each parameter that is trained. */
  readonly slots: ReadonlyMap<string, readonly FloatArray[]>;
  /** Name of the optimizer to which the slots belong. */
  readonly optimizer: string | undefined;
  /** Number of updates by this optimizer. */
  readonly steps: number;
}

/** Holds the weights of a model in a program, and compiles it again when batch size, loss or optimizer change. */
export class Executor implements Evictable {
  /** Whether a `fit` runs: the program must stay in memory and keep its batch size. */
  isPinned = false;
  #settings: ExecutorSettings;
  /** Absent while the executor is evicted from backend memory. */
  #program: Program | undefined;
  /** The state while the executor is evicted. */
  #evicted: ExecutorState | undefined;
  readonly #trained: readonly number[];
  readonly #self = new WeakRef(this);

  constructor(
    readonly plan: Plan,
    readonly dtype: DType,
    private readonly seed: number,
    /** State from which training resumes; freshly initialised by default. */
    start?: ExecutorSettings & { readonly state: ExecutorState },
    /** Whether backward passes compute the gradients of the inputs, too. */
    private readonly inputGradients = false,
  ) {
    this.#trained = plan.parameters.flatMap(({ isTrained }, index) => (isTrained ? [index] : []));
    this.#settings = { batchSize: start?.batchSize ?? 32, training: start?.training };
    this.#program = this.#compile(this.#settings, () => start?.state ?? initialState(plan, dtype, seed));
    markUsed(this.#self);
  }

  get program(): Program {
    const program = (this.#program ??= this.#compile(this.#settings, () => this.state));
    this.#evicted = undefined;
    markUsed(this.#self);
    return program;
  }

  get batchSize(): number {
    return this.#settings.batchSize;
  }

  get training(): Training | undefined {
    return this.#settings.training;
  }

  /** Compiles for other settings; weights stay, and so does the state of an optimizer of the same kind. */
  configure(changes: Partial<ExecutorSettings>): void {
    const settings = { ...this.#settings, ...changes };
    const { batchSize, training } = this.#settings;
    if (settings.batchSize === batchSize && settings.training === training) return;
    const program = this.#compile(settings, () => this.state);
    this.#program?.free();
    this.#program = program;
    this.#evicted = undefined;
    this.#settings = settings;
    markUsed(this.#self);
  }

  /** Lends a program for batches of at least this size; while a `fit` runs, a temporary copy where its own is smaller. */
  withBatch<T>(batchSize: number, use: (program: Program) => T): T {
    const isCopied = this.isPinned && batchSize > this.batchSize;
    if (!isCopied) {
      this.configure({ batchSize: Math.max(batchSize, this.batchSize) });
      return use(this.program);
    }
    const program = this.#compile({ ...this.#settings, batchSize }, () => this.state);
    try {
      return use(program);
    } finally {
      program.free();
    }
  }

  /** Copies of all weights. */
  readWeights(): NdArray<FloatArray>[] {
    return this.plan.parameters.map(({ shape }, index) => ({
      data: this.program.read('parameters', index),
      shape: [...shape],
    }));
  }

  /** Copies of the gradients of all weights in a program; 0 for weights that are not trained. */
  readGradients(program: Program): NdArray<FloatArray>[] {
    return this.plan.parameters.map(({ shape, isTrained }, index) => ({
      data: isTrained ? program.read('gradients', index) : zeros(sizeOf(shape), this.dtype),
      shape: [...shape],
    }));
  }

  evict(): void {
    this.#evicted = this.state;
    this.#program?.free();
    this.#program = undefined;
  }

  /** A copy of all that training changes. */
  get state(): ExecutorState {
    const program = this.#program;
    if (!program) return this.#evicted ?? initialState(this.plan, this.dtype, this.seed);
    const optimizer = this.training?.optimizer;
    const read = (slot: Slot, indices: readonly number[]) =>
      indices.map((index) => program.read(slot, index));
    return {
      weights: read('parameters', [...this.plan.parameters.keys()]),
      slots: new Map(optimizer?.slots.map((name, index) => [name, read(`state${index}`, this.#trained)])),
      optimizer: optimizer?.name,
      steps: program.steps,
    };
  }

  #compile(settings: ExecutorSettings, state: () => ExecutorState): Program {
    const program = kernels.compile(this.#spec(settings));
    try {
      this.#write(program, settings.training, state());
      return program;
    } catch (error) {
      program.free();
      throw error;
    }
  }

  #write(program: Program, training: Training | undefined, state: ExecutorState): void {
    state.weights.forEach((values, index) => program.write('parameters', index, values));
    const isSame = training?.optimizer.name === state.optimizer;
    program.steps = isSame ? state.steps : 0;
    if (!isSame) return;
    training?.optimizer.slots.forEach((name, slot) => {
      state.slots.get(name)?.forEach((values, index) => {
        program.write(`state${slot}`, this.#trained[index] ?? index, values);
      });
    });
  }

  #spec({ batchSize, training }: ExecutorSettings): ProgramSpec {
    const { dtype, seed, inputGradients } = this;
    const base = { dtype, batchSize, ...this.plan.kernels, seed, inputGradients };
    if (!training) return base;
    const { optimizer, losses, lossWeights, accuracy, metrics } = training;
    return {
      ...base,
      optimizer: optimizer.op,
      losses: losses.map(({ op }, index) => ({ ...op, weight: lossWeights[index] ?? 1 })),
      accuracy,
      collect: metrics.length > 0,
    };
  }
}

function initialState(plan: Plan, dtype: DType, seed: number): ExecutorState {
  const generator = kernels.generator(seed, streams.initializers);
  try {
    const weights = plan.parameters.map(({ shape, initializer }) => {
      const start = initializer.generate(shape, generator);
      return dtype === 'float64' ? start : new Float32Array(start);
    });
    return { weights, slots: new Map(), optimizer: undefined, steps: 0 };
  } finally {
    generator.free();
  }
}

function zeros(length: number, dtype: DType): FloatArray {
  return dtype === 'float64' ? new Float64Array(length) : new Float32Array(length);
}
