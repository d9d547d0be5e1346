import type { Config } from '../registry.js';

/** A penalty `l1 Σ|w| + l2 Σw²` that is added to the loss, made by `regularizers.…`. */
export class Regularizer {
  constructor(
    readonly config: Config,
    readonly l1: number,
    readonly l2: number,
  ) {}

  get name(): string {
    return this.config.kind;
  }
}
