import type { Generator } from '../../backend/backend.js';
import type { Shape } from '../../shape.js';
import type { Config } from '../registry.js';

/** Start values of a parameter: for a shape, as many values in row-major order. */
export class Initializer {
  constructor(
    readonly config: Config,
    readonly generate: (shape: Shape, generator: Generator) => Float64Array,
  ) {}

  get name(): string {
    return this.config.kind;
  }
}
