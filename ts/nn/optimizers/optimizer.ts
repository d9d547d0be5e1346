import type { Slot, Unit } from '../../backend/backend.js';

/** A rule that turns gradients into steps, made by `optimizers.…`. */
export class Optimizer {
  constructor(
    readonly name: string,
    readonly learningRate: number,
    /** How it crosses to the kernels. */
    readonly unit: Unit,
    /** The arrays that it keeps for each parameter. */
    readonly slots: readonly Slot[],
  ) {}
}
