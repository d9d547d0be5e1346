import type { Config } from '../config.js';

/** A function that a layer applies to its sums, made by `activations.…`. */
export class Activation {
  constructor(
    readonly config: Config,
    /** Beside the name, what crosses to the kernels with the layer. */
    private readonly values: Readonly<Record<string, number>> = {},
  ) {}

  get name(): string {
    return this.config.kind;
  }

  /** The arguments of the layer that applies it. */
  get unit(): Readonly<Record<string, string | number>> {
    return { activation: this.name, ...this.values };
  }
}
