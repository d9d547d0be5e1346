import type { DType } from '../../array.js';
import { checkOptions, integer, oneOf, show } from '../../checks.js';
import { ArgumentError, DTypeError } from '../../errors.js';
import { shapeText } from '../../shape.js';
import { Model } from './model.js';
import { checkName } from '../names.js';
import { plan } from '../compile/plan.js';
import { nextSeed } from '../../random/seed.js';
import { trace } from '../graph/graph.js';
import { SymbolicTensor } from '../graph/symbolicTensor.js';

export interface ModelOptions {
  /** What `input` returned: one, or several in the order in which samples are passed. */
  readonly inputs: SymbolicTensor | readonly SymbolicTensor[];
  /** Tensors that layers returned. */
  readonly outputs: SymbolicTensor | readonly SymbolicTensor[];
  /** Seed of the initial weights, of dropout and of the shuffling; by default the next of `seed(n)`, or a random one. */
  readonly seed?: number | undefined;
  /** Element type of all arithmetic, `float32` by default. */
  readonly dtype?: DType | undefined;
  /** `model` by default. */
  readonly name?: string | undefined;
}

/**
 * A model of layers that were applied to tensors, with any number of inputs, outputs and branches between them.
 *
 * @throws ArgumentError for outputs that need an input that is not given, or options out of range
 * @throws DTypeError for inputs or outputs that are no tensors
 * @example
 * const x = input([28, 28, 1]);
 * const a = layers.conv2d(8, 3, { padding: 'same', activation: 'relu' }).apply(x);
 * const b = layers.conv2d(8, 3, { padding: 'same' }).apply(a);
 * const y = layers.dense(10).apply(layers.flatten().apply(layers.add().apply(a, b)));
 * const net = model({ inputs: x, outputs: y });
 */
export function model(options: ModelOptions): Model {
  checkOptions(options, ['inputs', 'outputs', 'seed', 'dtype', 'name'], 'model');
  const inputs = readTensors(options.inputs, 'inputs');
  const outputs = readTensors(options.outputs, 'outputs');
  checkInputs(inputs);
  const dtype = oneOf(options.dtype ?? 'float32', ['float32', 'float64'], 'dtype', 'model');
  const name = checkName(options.name, 'model') ?? 'model';
  const planned = plan(trace(inputs, outputs, missingInput), 'model');
  const seed = options.seed === undefined ? nextSeed() : integer(options.seed, 'seed', 'model', 0);
  return new Model(name, dtype, seed, planned);
}

function readTensors(value: unknown, name: string): readonly SymbolicTensor[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (list.length === 0) {
    throw new ArgumentError({
      code: `no-${name}`,
      operation: 'model',
      actual: `${name} is empty`,
      expected: 'a model needs at least one',
      remedy: `pass ${name === 'inputs' ? 'what input(…) returned' : 'what the last layer’s apply returned'}`,
    });
  }
  return list.map((tensor, index) => {
    if (tensor instanceof SymbolicTensor) return tensor;
    throw new DTypeError({
      code: 'not-a-tensor',
      operation: 'model',
      actual: `${Array.isArray(value) ? `${name}[${index}]` : name} is ${show(tensor)}`,
      expected: 'it must be a tensor of a graph',
      remedy: 'pass what input(…) or a layer’s apply returned',
    });
  });
}

function checkInputs(inputs: readonly SymbolicTensor[]): void {
  const inner = inputs.findIndex(({ source }) => source !== undefined);
  const twice = inputs.findIndex((tensor, index) => inputs.indexOf(tensor) < index);
  const named = inputs.map(({ name }) => name).filter((name) => name !== undefined);
  const fault =
    inner >= 0
      ? `inputs[${inner}] is the output of a layer`
      : twice >= 0
        ? `inputs[${twice}] is named twice`
        : new Set(named).size < named.length
          ? 'two inputs have the same name'
          : undefined;
  if (fault === undefined) return;
  throw new ArgumentError({
    code: 'inputs',
    operation: 'model',
    actual: fault,
    expected: 'inputs must be different tensors that input(…) made, with different names',
    remedy: 'correct the list of inputs',
  });
}

function missingInput({ name, shape }: SymbolicTensor): ArgumentError {
  return new ArgumentError({
    code: 'missing-input',
    operation: 'model',
    actual: `the outputs need the input ${name === undefined ? '' : `${show(name)} `}of shape ${shapeText(shape)}`,
    expected: 'every input must be among the inputs',
    remedy: 'add it to inputs',
  });
}
