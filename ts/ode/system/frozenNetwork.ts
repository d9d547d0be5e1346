import type { FloatArray, LayerSpec, OpSpec } from '../../backend/backend.js';
import { show } from '../../checks.js';
import { ArgumentError } from '../../errors.js';
import type { Model } from '../../nn/index.js';
import { CompiledSystem } from './compiledSystem.js';
import { Expressions } from './expressions.js';
import { ExpressionGraph, type Node } from './graph.js';
import { checkNetwork } from './network.js';
import { Algebra } from './simplify.js';

/** An activation as an expression of the weighted sum z; `alpha` is the parameter of elu and leakyRelu. */
type Activation = (algebra: Algebra, z: Node, alpha: number) => Node;

const call = (operation: 'abs' | 'atan' | 'exp' | 'log' | 'tanh') => (algebra: Algebra, z: Node) =>
  algebra.graph.apply(operation, z);
const positive = ({ graph }: Algebra, z: Node) => graph.apply('max', z, graph.number(0));
const negative = ({ graph }: Algebra, z: Node) => graph.apply('min', z, graph.number(0));
const elu: Activation = (algebra, z, alpha) => {
  const below = algebra.subtract(call('exp')(algebra, negative(algebra, z)), algebra.number(1));
  return algebra.add(positive(algebra, z), algebra.multiply(algebra.number(alpha), below));
};
// ½ + ½ tanh(z/2), which equals 1 / (1 + e⁻ᶻ): the derivative of the latter is not finite where e⁻ᶻ overflows.
const sigmoid: Activation = (algebra, z) => {
  const half = algebra.number(0.5);
  const tanh = call('tanh')(algebra, algebra.multiply(half, z));
  return algebra.add(half, algebra.multiply(half, tanh));
};

const activations: Readonly<Record<string, Activation>> = {
  arctan: call('atan'),
  elu,
  hardSigmoid: (algebra, z) => {
    const { graph } = algebra;
    const line = algebra.add(algebra.divide(z, graph.number(6)), graph.number(0.5));
    return graph.apply('min', positive(algebra, line), graph.number(1));
  },
  leakyRelu: (algebra, z, alpha) =>
    algebra.add(positive(algebra, z), algebra.multiply(algebra.number(alpha), negative(algebra, z))),
  linear: (_, z) => z,
  relu: positive,
  selu: (algebra, z) =>
    algebra.multiply(algebra.number(1.0507009873554805), elu(algebra, z, 1.6732632423543772)),
  sigmoid,
  silu: (algebra, z) => algebra.multiply(z, sigmoid(algebra, z, 0)),
  softplus: (algebra, z) => {
    const tail = call('exp')(algebra, algebra.negate(call('abs')(algebra, z)));
    return algebra.add(positive(algebra, z), call('log')(algebra, algebra.add(algebra.number(1), tail)));
  },
  softsign: (algebra, z) => algebra.divide(z, algebra.add(algebra.number(1), call('abs')(algebra, z))),
  tanh: call('tanh'),
};

/**
 * The outputs of a layer as expressions of its inputs; each call of `weights` gives the layer's next array of weights.
 */
type LayerRule = (algebra: Algebra, op: OpSpec, inputs: readonly Node[][], weights: Weights) => Node[];
type Weights = () => FloatArray;

const layers: Readonly<Record<string, LayerRule>> = {
  activation: (algebra, op, [x = []]) => activate(algebra, op, x),
  add: (algebra, _, [first = [], ...others]) =>
    others.reduce((sum, x) => sum.map((node, i) => algebra.add(node, x[i] ?? node)), first),
  concatenate: (_, __, inputs) => inputs.flat(),
  dense: (algebra, op, [x = []], weights) => {
    const units = Number(op['units']);
    const kernel = weights();
    const bias = op['bias'] === true ? weights() : undefined;
    const sums = Array.from({ length: units }, (_, j) => {
      const products = x.map((node, i) =>
        algebra.multiply(algebra.number(kernel[i * units + j] ?? NaN), node),
      );
      const start = algebra.number(bias?.[j] ?? 0);
      return products.reduce((sum, product) => algebra.add(sum, product), start);
    });
    return activate(algebra, op, sums);
  },
  dropout: (_, __, [x = []]) => x,
};

/** Engines do not optimise the functions that more weights make. */
const MAX_WEIGHTS = 20_000;

/**
 * The present weights of a model as a compiled system: y' = net(y), or y' = net([t, y]) where the model has one input
 * more than outputs.
 *
 * Unlike `systems.network`, which calls the model for each evaluation, it runs in the kernels throughout, has a
 * Jacobian for the stiff methods, and can be solved in ensembles. It is computed in double precision, and later
 * training does not change it. Layers: dense, activation, dropout, add, concatenate and those that only reshape;
 * activations: all that act on one value at a time, except gelu and geluTanh.
 *
 * @throws ShapeError for a model whose sizes of input and output do not fit
 * @throws ArgumentError for a layer or an activation that has no equation here, or for more than 20,000 weights
 * @example solveEnsemble(systems.frozenNetwork(net), [0, 10], [[1, 0], [0, 1]])
 */
export function frozenNetwork(model: Model): CompiledSystem {
  const { hasTime, size } = checkNetwork(model, 'frozenNetwork');
  const { kernels } = model.plan;
  const weights = model.getWeights().map(({ data }) => data);
  const count = weights.reduce((sum, { length }) => sum + length, 0);
  if (count > MAX_WEIGHTS) {
    throw refused(`the model has ${count} weights`, `at most ${MAX_WEIGHTS} can become equations`);
  }
  const graph = new ExpressionGraph();
  const algebra = new Algebra(graph);
  const states = Array.from({ length: size }, (_, i) => graph.variable(1 + i));
  const tensors: Node[][] = [hasTime ? [graph.variable(0), ...states] : states];
  let next = 0;
  for (const { op, inputIds } of kernels.layers) {
    const inputs = inputIds.map((tensor) => tensors[tensor] ?? []);
    tensors.push(ruleOf(op)(algebra, op, inputs, () => weights[next++] ?? new Float64Array()));
  }
  const equations = tensors[kernels.outputs[0] ?? 0] ?? [];
  const expressions = new Expressions(algebra, equations, 0);
  const names = states.map((_, i) => `y${i}`);
  return new CompiledSystem(names, {}, { numbers: expressions.toNumbers(), code: expressions });
}

function ruleOf({ kind }: LayerSpec['op']): LayerRule {
  const rule = layers[kind];
  if (rule) return rule;
  throw refused(
    `the model has a layer ${kind}`,
    `only these can become equations: ${Object.keys(layers).join(', ')}`,
  );
}

function activate(algebra: Algebra, op: OpSpec, sums: readonly Node[]): Node[] {
  const name = typeof op['activation'] === 'string' ? op['activation'] : 'linear';
  const activation = activations[name];
  if (activation) return sums.map((z) => activation(algebra, z, Number(op['alpha'] ?? NaN)));
  const known = Object.keys(activations).join(', ');
  throw refused(`the model has the activation ${show(name)}`, `only these can become equations: ${known}`);
}

function refused(actual: string, expected: string): ArgumentError {
  return new ArgumentError({
    code: 'frozen-network',
    operation: 'frozenNetwork',
    actual,
    expected,
    remedy: 'use systems.network(model), which evaluates any model',
  });
}
