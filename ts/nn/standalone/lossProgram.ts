import type { DType } from '../../array.js';
import type { Program, Unit } from '../../backend/backend.js';
import { kernels } from '../../backend/select.js';
import { type Parkable, touch } from '../compile/programCache.js';

/** A loss behind nothing but its own input, for batches of any size. */
export class LossProgram implements Parkable {
  readonly isPinned = false;
  #program: Program | undefined;
  #batchSize = 0;
  readonly #self = new WeakRef(this);

  constructor(
    private readonly unit: Unit,
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
        layers: [{ unit: { kind: 'activation', activation: 'linear' }, from: [0] }],
        outputs: [1],
        losses: [unit],
        inputGradients: true,
      });
      this.park();
      this.#program = program;
      this.#batchSize = batchSize;
    }
    touch(this.#self);
    return this.#program;
  }

  park(): void {
    this.#program?.free();
    this.#program = undefined;
  }
}
