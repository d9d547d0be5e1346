import type { DType, NdArray } from '../array.js';
import type { FloatArray, Program, ProgramSpec, Slot } from '../backend/backend.js';
import { kernels } from '../backend/select.js';
import type { Loss } from './losses/loss.js';
import type { Optimizer } from './optimizers/optimizer.js';
import { type Parkable, touch } from './parking.js';
import type { Plan } from './plan.js';
import { streams } from './streams.js';

/** What `compile` settles. */
export interface Training {
  readonly optimizer: Optimizer;
  readonly loss: Loss;
  readonly accuracy: boolean;
}

/** What a program is compiled for. */
interface Settings {
  readonly batchSize: number;
  readonly training: Training | undefined;
}

/** The weights and the optimizer's arrays, for each slot one array for each parameter. */
type State = ReadonlyMap<Slot, readonly FloatArray[]>;

/** The weights of a model, in a program that is compiled again when batch size, loss or optimizer change. */
export class Network implements Parkable {
  /** Set while `fit` runs. */
  isPinned = false;
  #settings: Settings = { batchSize: 32, training: undefined };
  /** Absent while the network is parked; its state is kept instead. */
  #program: Program | undefined;
  #parked: State = new Map();
  readonly #self = new WeakRef(this);

  constructor(
    readonly plan: Plan,
    readonly dtype: DType,
    seed: number,
  ) {
    this.#program = this.#compile(this.#settings, () => initialState(plan, dtype, seed));
    touch(this.#self);
  }

  get program(): Program {
    const program = (this.#program ??= this.#compile(this.#settings, () => this.#parked));
    touch(this.#self);
    return program;
  }

  get batchSize(): number {
    return this.#settings.batchSize;
  }

  get training(): Training | undefined {
    return this.#settings.training;
  }

  /** Changes what is compiled; weights stay, and so does the state of an optimizer of the same kind. */
  configure(changes: Partial<Settings>): void {
    const settings = { ...this.#settings, ...changes };
    const { batchSize, training } = this.#settings;
    if (settings.batchSize === batchSize && settings.training === training) return;
    const program = this.#compile(settings, () => this.#state());
    this.#program?.free();
    this.#program = program;
    this.#settings = settings;
    touch(this.#self);
  }

  /** Uses a program for batches of at least this size: a copy for the moment where `fit` needs its own. */
  withBatch<T>(batchSize: number, use: (program: Program) => T): T {
    const isCopied = this.isPinned && batchSize > this.batchSize;
    if (!isCopied) {
      this.configure({ batchSize: Math.max(batchSize, this.batchSize) });
      return use(this.program);
    }
    const program = this.#compile({ ...this.#settings, batchSize }, () => this.#state());
    try {
      return use(program);
    } finally {
      program.free();
    }
  }

  /** Copies of one array of each parameter. */
  read(slot: Slot, program = this.program): NdArray<FloatArray>[] {
    return this.plan.parameters.map(({ shape }, index) => ({
      data: program.read(slot, index),
      shape: [...shape],
    }));
  }

  park(): void {
    this.#parked = this.#state();
    this.#program?.free();
    this.#program = undefined;
  }

  #state(): State {
    const program = this.#program;
    if (!program) return this.#parked;
    const slots: Slot[] = ['parameters', ...(this.training?.optimizer.slots ?? [])];
    const { parameters } = this.plan;
    return new Map(slots.map((slot) => [slot, parameters.map((_, index) => program.read(slot, index))]));
  }

  /** A program with as much of the state as it has slots for. */
  #compile({ batchSize, training }: Settings, state: () => State): Program {
    const program = kernels.compile(this.#spec(batchSize, training));
    try {
      const slots: Slot[] = ['parameters', ...(training?.optimizer.slots ?? [])];
      const values = state();
      for (const slot of slots)
        values.get(slot)?.forEach((array, index) => program.write(slot, index, array));
      return program;
    } catch (error) {
      program.free();
      throw error;
    }
  }

  #spec(batchSize: number, training: Training | undefined): ProgramSpec {
    const { inputShape, units } = this.plan;
    const base = { dtype: this.dtype, batchSize, inputShape, layers: units };
    if (!training) return base;
    const { optimizer, loss, accuracy } = training;
    return { ...base, optimizer: optimizer.unit, loss: loss.unit, accuracy };
  }
}

function initialState(plan: Plan, dtype: DType, seed: number): State {
  const generator = kernels.generator(seed, streams.initializers);
  try {
    const values = plan.parameters.map(({ shape, initializer }) => {
      const start = initializer.generate(shape, generator);
      return dtype === 'float64' ? start : new Float32Array(start);
    });
    return new Map([['parameters', values]]);
  } finally {
    generator.free();
  }
}
