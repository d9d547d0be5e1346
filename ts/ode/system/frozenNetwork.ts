import type { FloatArray, LayerSpec, OpSpec } from '../../backend/backend.js';
import { show } from '../../checks.js';
import { ArgumentError } from '../../errors.js';
import type { Model } from '../../nn/index.js';
import { CompiledSystem } from './compiledSystem.js';
import { Expressions } from './expressions.js';
import { Graph, type Node } from './graph.js';
import { checkNetwork } from './network.js';
import { Algebra } from './simplify.js';

type Activation = (algebra: Algebra, z: Node, alpha: number) => Node;

const call = (operation: 'abs' | 'atan' | 'exp' | 'log' | 'tanh') => (algebra: Algebra, z: Node) =>
  algebra.graph.apply(operation, z);
const positive = ({ graph }: Algebra, z: Node) => graph.apply('max', z, graph.number(0));
const negative = ({ graph }: Algebra, z: Node) => graph.apply('min', z, graph.number(0));
const elu: Activation = (algebra, z, alpha) => {
  const below = algebra.subtract(call('exp')(algebra, negative(algebra, z)), algebra.number(1));
  return algebra.add(positive(algebra, z), algebra.multiply(algebra.number(alpha), below));
};
// Of the hyperbolic tangent: 1 / (1 + e⁻ᶻ) has no finite derivative where e⁻ᶻ overflows.
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

type Rule = (algebra: Algebra, unit: OpSpec, inputs: readonly Node[][], weights: Weights) => Node[];
type Weights = () => FloatArray;

const layers: Readonly<Record<string, Rule>> = {
  activation: (algebra, unit, [x = []]) => activate(algebra, unit, x),
  add: (algebra, _, [first = [], ...others]) =>
    others.reduce((sum, x) => sum.map((node, i) => algebra.add(node, x[i] ?? node)), first),
  concatenate: (_, __, inputs) => inputs.flat(),
  dense: (algebra, unit, [x = []], weights) => {
    const units = Number(unit['units']);
    const kernel = weights();
    const bias = unit['bias'] === true ? weights() : undefined;
    const sums = Array.from({ length: units }, (_, j) => {
      const products = x.map((node, i) =>
        algebra.multiply(algebra.number(kernel[i * units + j] ?? NaN), node),
      );
      const start = algebra.number(bias?.[j] ?? 0);
      return products.reduce((sum, product) => algebra.add(sum, product), start);
    });
    return activate(algebra, unit, sums);
  },
  dropout: (_, __, [x = []]) => x,
};

/** More make a function too long for engines to compile well. */
const MOST_WEIGHTS = 20_000;

/**
 * The present weights of a model as equations: y' = net(y), or y' = net([t, y]) where it has one input more than
 * outputs.
 *
 * What `systems.network` computes layer by layer, for each evaluation anew, is compiled here: in the kernels
 * throughout, with a Jacobian for the stiff methods, and in ensembles. It is computed in double precision and does not
 * follow what is trained later. Layers: dense, activation, dropout, add, concatenate and those that only reshape;
 * activations: all of one value at a time except gelu and geluTanh.
 *
 * @throws ShapeError for a model with other sizes of input and output
 * @throws ArgumentError for a layer or an activation that equations cannot have, or for more than 20,000 weights
 * @example solveEnsemble(systems.frozenNetwork(net), [0, 10], [[1, 0], [0, 1]])
 */
export function frozenNetwork(model: Model): CompiledSystem {
  const { hasTime, size } = checkNetwork(model, 'frozenNetwork');
  const { kernels } = model.plan;
  const weights = model.getWeights().map(({ data }) => data);
  const count = weights.reduce((sum, { length }) => sum + length, 0);
  if (count > MOST_WEIGHTS) {
    throw refused(`the model has ${count} weights`, `at most ${MOST_WEIGHTS} become equations`);
  }
  const graph = new Graph();
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

function ruleOf({ kind }: LayerSpec['op']): Rule {
  const rule = layers[kind];
  if (rule) return rule;
  throw refused(`the model has a layer ${kind}`, `equations know ${Object.keys(layers).join(', ')}`);
}

function activate(algebra: Algebra, unit: OpSpec, sums: readonly Node[]): Node[] {
  const name = typeof unit['activation'] === 'string' ? unit['activation'] : 'linear';
  const activation = activations[name];
  if (activation) return sums.map((z) => activation(algebra, z, Number(unit['alpha'] ?? NaN)));
  const known = Object.keys(activations).join(', ');
  throw refused(`the model has the activation ${show(name)}`, `equations know ${known}`);
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
