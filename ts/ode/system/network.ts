import { ShapeError } from '../../errors.js';
import type { Model } from '../../nn/index.js';
import { shapeText, sizeOf } from '../../shape.js';

/** The properties of a model that `systems.network` uses. */
export type RightHandSideNetwork = Pick<Model, 'inputShape' | 'outputShape' | 'predict' | 'name'>;

/**
 * A model as right-hand side: y' = net(y), or y' = net([t, y]) where it has one input more than outputs.
 *
 * The result is a function for `solveIvp` that writes into `dy`. Each evaluation uses the present weights of the model,
 * so later training changes it. A float32 model rounds y and y', so that tolerances below 1e-5 only cost steps; make it
 * with `dtype: 'float64'` for smaller ones.
 *
 * @throws ShapeError for a model whose sizes of input and output do not fit
 * @example
 * const net = sequential({ inputShape: [2], dtype: 'float64' }, [layers.dense(16, { activation: 'tanh' }), layers.dense(2)]);
 * solveIvp(systems.network(net), [0, 10], [1, 0]);
 */
export function network(model: RightHandSideNetwork): (t: number, y: Float64Array, dy: Float64Array) => void {
  const { hasTime, size } = checkNetwork(model, 'network');
  const input = { data: new Float64Array(sizeOf(model.inputShape)), shape: [1, ...model.inputShape] };
  return (t, y, dy) => {
    if (y.length !== size) throw wrongState(y.length, size);
    input.data.set(y, hasTime ? 1 : 0);
    if (hasTime) input.data[0] = t;
    dy.set(model.predict(input).data);
  };
}

/** Number of equations that a model makes, and whether the time is its first input. */
export function checkNetwork(model: RightHandSideNetwork, operation: string) {
  const [inputs, size] = [sizeOf(model.inputShape), sizeOf(model.outputShape)];
  if (inputs !== size && inputs !== size + 1) throw misfit(model, operation);
  return { hasTime: inputs > size, size };
}

function misfit({ inputShape, outputShape }: RightHandSideNetwork, operation: string): ShapeError {
  return new ShapeError({
    code: 'network-shape',
    operation,
    actual: `the model has inputs of shape ${shapeText(inputShape)} and outputs of shape ${shapeText(outputShape)}`,
    expected: 'it must have as many outputs as inputs, or one fewer where the time is an input',
    remedy: 'give the last layer as many units as y has values',
  });
}

function wrongState(length: number, outputs: number): ShapeError {
  return new ShapeError({
    code: 'state-length',
    operation: 'network',
    actual: `y has ${length} values`,
    expected: `the model has ${outputs} outputs`,
    remedy: 'pass as many initial values as the model has outputs',
  });
}
