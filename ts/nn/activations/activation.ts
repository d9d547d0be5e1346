import type { Config } from '../registry.js';

/** The arguments of a layer that say which activation it applies. */
export interface ActivationOp {
  readonly activation: string;
  readonly [argument: string]: string | number;
}

/** A function that a layer applies to its sums, made by `activations.…`. */
export class Activation {
  /** @internal */
  constructor(
    readonly config: Config,
    /** How it crosses to the kernels, in the unit of the layer that applies it. */
    readonly op: ActivationOp = { activation: config.kind },
    /** Whether every value depends on all of its row. */
    readonly isRowwise = false,
  ) {}

  get name(): string {
    return this.config.kind;
  }
}
