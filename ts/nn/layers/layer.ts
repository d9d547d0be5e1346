import type { Unit } from '../../backend/backend.js';
import type { Shape } from '../../shape.js';
import type { Initializer } from '../initializers/initializer.js';

/** One trainable array of a layer. */
export interface Parameter {
  readonly name: string;
  readonly shape: Shape;
  readonly initializer: Initializer;
}

/** What a layer becomes for samples of a known shape. */
export interface LayerPlan {
  readonly unit: Unit;
  readonly outputShape: Shape;
  /** In Keras' order: kernel, bias. */
  readonly parameters: readonly Parameter[];
}

/**
 * A layer as described by the user. It holds no weights: each model that it is given to makes its own.
 */
export class Layer {
  constructor(
    readonly kind: string,
    readonly name: string | undefined,
    /** Fits the layer to samples of a shape; throws a `ShapeError` where it cannot. */
    readonly plan: (inputShape: Shape) => LayerPlan,
  ) {}
}
