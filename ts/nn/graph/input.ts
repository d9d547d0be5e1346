import { checkOptions } from '../../checks.js';
import type { Shape } from '../../shape.js';
import { checkInputShape } from '../layers/inputs.js';
import { checkName } from '../names.js';
import { SymbolicTensor } from './symbolicTensor.js';

export interface InputOptions {
  /** Key under which samples may be passed, as in `fit({ image: x }, …)`; unique in a model. */
  readonly name?: string | undefined;
}

/**
 * An input of a graph model, for samples of this shape.
 *
 * @param shape of one sample, such as [784]
 * @throws ShapeError if the shape is not an array with at least one size
 * @throws ArgumentError for sizes that are not positive integers, an empty name, or an unknown option
 * @example
 * const x = input([784]);
 * const net = model({ inputs: x, outputs: layers.dense(10).apply(x) });
 */
export function input(shape: Shape, options: InputOptions = {}): SymbolicTensor {
  checkOptions(options, ['name'], 'input');
  return new SymbolicTensor(
    checkInputShape(shape, 'shape', 'input'),
    undefined,
    checkName(options.name, 'input'),
  );
}
