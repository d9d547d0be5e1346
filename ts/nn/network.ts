import type { DType, NdArray } from '../array.js';
import type { FloatArray, Program, ProgramSpec } from '../backend/backend.js';
import { kernels } from '../backend/select.js';
import type { Loss } from './losses/loss.js';
import type { Optimizer } from './optimizers/optimizer.js';
import type { Plan } from './plan.js';
import { streams } from './streams.js';

/** What `compile` settles. */
export interface Training {
  readonly optimizer: Optimizer;
  readonly loss: Loss;
  readonly accuracy: boolean;
}

const INITIAL_BATCH_SIZE = 32;

/** The weights of a model, in a program that is compiled again when batch size, loss or optimizer change. */
export class Network {
  #program: Program;
  #batchSize = INITIAL_BATCH_SIZE;
  #training: Training | undefined;

  constructor(
    readonly plan: Plan,
    readonly dtype: DType,
    seed: number,
  ) {
    this.#program = this.#compile(this.#batchSize, undefined);
    initialise(this.#program, plan, dtype, seed);
  }

  get program(): Program {
    return this.#program;
  }

  get batchSize(): number {
    return this.#batchSize;
  }

  get training(): Training | undefined {
    return this.#training;
  }

  /** Changes what is compiled; weights stay, and so does the state of an optimizer of the same kind. */
  configure({ batchSize = this.#batchSize, training = this.#training }): void {
    if (batchSize === this.#batchSize && training === this.#training) return;
    const program = this.#compile(batchSize, training);
    try {
      this.#carryOver(program, training);
    } catch (error) {
      program.free();
      throw error;
    }
    this.#program.free();
    this.#program = program;
    this.#batchSize = batchSize;
    this.#training = training;
  }

  /** A second program with the same weights, for another batch size; the caller frees it. */
  copy(batchSize: number): Program {
    const program = this.#compile(batchSize, this.#training);
    this.#carryOver(program, this.#training);
    return program;
  }

  read(slot: 'parameters' | 'gradients', program = this.#program): NdArray<FloatArray>[] {
    return this.plan.parameters.map(({ shape }, index) => ({ data: program.read(slot, index), shape: [...shape] }));
  }

  #compile(batchSize: number, training: Training | undefined): Program {
    const base: ProgramSpec = {
      dtype: this.dtype,
      batchSize,
      inputShape: this.plan.inputShape,
      layers: this.plan.units,
    };
    if (!training) return kernels.compile(base);
    const { optimizer, loss, accuracy } = training;
    return kernels.compile({ ...base, optimizer: optimizer.unit, loss: loss.unit, accuracy });
  }

  #carryOver(program: Program, training: Training | undefined): void {
    const before = this.#training?.optimizer;
    const after = training?.optimizer;
    const state = after?.slots.filter((slot) => before?.name === after.name && before.slots.includes(slot)) ?? [];
    for (const slot of ['parameters', ...state] as const) {
      this.plan.parameters.forEach((_, index) => {
        program.write(slot, index, this.#program.read(slot, index));
      });
    }
  }
}

function initialise(program: Program, plan: Plan, dtype: DType, seed: number): void {
  const generator = kernels.generator(seed, streams.initializers);
  try {
    plan.parameters.forEach(({ shape, initializer }, index) => {
      const values = initializer.generate(shape, generator);
      program.write('parameters', index, dtype === 'float64' ? values : new Float32Array(values));
    });
  } finally {
    generator.free();
  }
}
