import type { Generator } from '../../backend/backend.js';
import type { Shape } from '../../shape.js';

/** Start values of a parameter: for a shape, as many values in row-major order. */
export class Initializer {
  constructor(
    readonly name: string,
    readonly generate: (shape: Shape, generator: Generator) => Float64Array,
  ) {}
}
