import type { DType } from '../../array.js';
import type { Program, OpSpec } from '../../backend/backend.js';
import { kernels } from '../../backend/select.js';
import { type Evictable, markUsed } from '../compile/programCache.js';

/** A program that consists of a loss alone, for batches of any size. */
export class LossProgram implements Evictable {
  readonly isPinned = false;
  #program: Program | undefined;
  #batchSize = 0;
  readonly #self = new WeakRef(this);

  constructor(
    private readonly op: OpSpec,
    private readonly dtype: DType,
    private readonly ops: number,
  ) {}

  /** The program, compiled for at least so many samples in a batch. */
  for(batchSize: number): Program {
    const { dtype, op, ops } = this;
    if (!this.#program || batchSize > this.#batchSize) {
      const program = kernels.compile({
        dtype,
        batchSize,
        inputShapes: [[ops]],
        layers: [{ op: { kind: 'activation', activation: 'linear' }, inputIds: [0] }],
        outputs: [1],
        losses: [op],
        inputGradients: true,
      });
      this.evict();
      this.#program = program;
      this.#batchSize = batchSize;
    }
    markUsed(this.#self);
    return this.#program;
  }

  evict(): void {
    this.#program?.free();
    this.#program = undefined;
  }
}
