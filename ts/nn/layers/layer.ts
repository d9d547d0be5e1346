import type { NdArray } from '../../array.js';
import type { FloatArray } from '../../backend/backend.js';
import type { Shape } from '../../shape.js';
import type { LayerDefinition, LayerPlan } from '../contracts.js';
import type { Config } from '../registry.js';
import { apply } from '../graph/apply.js';
import type { SymbolicTensor } from '../graph/symbolicTensor.js';
import { build, type BuildOptions } from '../standalone/build.js';
import type { BuiltLayer } from '../standalone/builtLayer.js';

/**
 * A layer as the user described it, made by `layers.…`. It holds no weights: each model makes weights of its own.
 */
export class Layer implements LayerDefinition {
  readonly kind: string;

  /** @internal */
  constructor(
    /** Kind and plain options, from which the layer can be made again. */
    readonly config: Config,
    readonly name: string | undefined,
    /** Fits the layer to samples of these shapes, one for each input; throws a `ShapeError` where it cannot. */
    readonly plan: (inputShapes: readonly Shape[]) => LayerPlan,
  ) {
    this.kind = config.kind;
  }

  /**
   * Applies the layer to a tensor of a graph, or to several where it joins them, and returns its output.
   *
   * @throws ShapeError where the layer does not fit the tensors
   * @example const hidden = layers.dense(30, { activation: 'relu' }).apply(input([784]))
   */
  apply(...inputs: readonly SymbolicTensor[] | readonly [readonly SymbolicTensor[]]): SymbolicTensor {
    return apply(this, inputs.flat());
  }

  /**
   * The layer with weights of its own, for a training loop written by the user.
   *
   * @param inputShape shape of one sample, such as [784]; for a layer that joins several inputs the list of their shapes
   * @throws ShapeError where the layer does not fit such samples
   * @throws ArgumentError for options out of range
   * @example const dense = layers.dense(64, { activation: 'relu' }).build([2], { seed: 1 })
   */
  build(inputShape: Shape, options?: BuildOptions): BuiltLayer;
  build(inputShapes: readonly Shape[], options?: BuildOptions): BuiltLayer<NdArray<FloatArray>[]>;
  build(shape: Shape | readonly Shape[], options: BuildOptions = {}): BuiltLayer<unknown> {
    return build(this, shape, options);
  }
}
