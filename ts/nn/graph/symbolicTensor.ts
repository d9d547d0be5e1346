import type { Shape } from '../../shape.js';
import type { LayerDefinition } from '../contracts.js';

/** Values that will flow through a graph model: one of its inputs, or a layer's output. */
export class SymbolicTensor {
  /** @internal */
  constructor(
    /** Shape of one sample. */
    readonly shape: Shape,
    /** What makes it: a layer behind other tensors, or nothing for an input. */
    readonly source: Source | undefined,
    /** Of an input. */
    readonly name?: string,
  ) {}
}

export interface Source {
  readonly layer: LayerDefinition;
  readonly inputs: readonly SymbolicTensor[];
}
