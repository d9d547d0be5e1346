import type { Shape } from '../../shape.js';
import type { LayerDefinition } from '../contracts.js';

/** A placeholder for values in a graph model: an input of the model, or the output of a layer. */
export class SymbolicTensor {
  /** @internal */
  constructor(
    /** Shape of one sample. */
    readonly shape: Shape,
    /** The layer whose output it is, with the inputs of that layer; undefined for an input of the model. */
    readonly source: TensorSource | undefined,
    /** Name of an input. */
    readonly name?: string,
  ) {}
}

export interface TensorSource {
  readonly layer: LayerDefinition;
  readonly inputs: readonly SymbolicTensor[];
}
