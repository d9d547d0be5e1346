import { checkInputShape } from './inputShape.js';
import { checkName } from '../names.js';
import type { Shape } from '../../shape.js';
import { checkOptions } from '../../checks.js';
import { SymbolicTensor } from './symbolicTensor.js';

export interface InputOptions {
  /** By which samples may be passed: `fit({ image: x }, …)`; unique in a model. */
  readonly name?: string | undefined;
}

/**
 * An input of a graph model, for samples of a shape.
 *
 * @throws ShapeError for sizes that are no positive integers
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
