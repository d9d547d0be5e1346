import type { DType } from '../../array.js';
import type { Program, OpSpec } from '../../backend/backend.js';
import { kernels } from '../../backend/select.js';
import { type Evictable, markUsed } from '../compile/programCache.js';

/** A loss behind nothing but its own input, for batches of any size. */
export class LossProgram implements Evictable {
  readonly isPinned = false;
  #program: Program | undefined;
  #batchSize = 0;
  readonly #self = new WeakRef(this);

  constructor(
    private readonly unit: OpSpec,
    private readonly dtype: DType,
    private readonly units: number,
  ) {}

  /** For at least so many samples at once. */
  for(batchSize: number): Program {
    const { dtype, unit, units } = this;
    if (!this.#program || batchSize > this.#batchSize) {
      const program = kernels.compile({
        dtype,
        batchSize,
        inputShapes: [[units]],
        layers: [{ op: { kind: 'activation', activation: 'linear' }, inputIds: [0] }],
        outputs: [1],
        losses: [unit],
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
