import type { CallNode, Node } from './graph.js';
import type { Operation } from './operations.js';
import { type Algebra, isNumber } from './simplify.js';

/**
 * The partial derivative of an operation by one of its operands. `f` is the node itself, which many derivatives
 * contain: that of √a is 0.5 / f.
 */
type PartialDerivative = (algebra: Algebra, f: Node, operands: readonly [Node, Node, Node, Node]) => Node;

/** The partial derivatives of each operation, one for each operand. */
const partials: Record<Operation, readonly PartialDerivative[]> = {
  add: [one, one],
  subtract: [one, minusOne],
  multiply: [(_, __, [, b]) => b, (_, __, [a]) => a],
  divide: [
    (algebra, _, [, b]) => algebra.divide(algebra.number(1), b),
    (algebra, f, [, b]) => algebra.negate(algebra.divide(f, b)),
  ],
  negate: [minusOne],
  abs: [({ graph }, _, [a]) => graph.apply('sign', a)],
  sqrt: [(algebra, f) => algebra.divide(algebra.number(0.5), f)],
  min: [
    ({ graph }, _, [a, b]) => graph.apply('choose', a, b, graph.number(1), graph.number(0)),
    ({ graph }, _, [a, b]) => graph.apply('choose', a, b, graph.number(0), graph.number(1)),
  ],
  max: [
    ({ graph }, _, [a, b]) => graph.apply('choose', a, b, graph.number(0), graph.number(1)),
    ({ graph }, _, [a, b]) => graph.apply('choose', a, b, graph.number(1), graph.number(0)),
  ],
  sign: [zero],
  choose: [
    zero,
    zero,
    ({ graph }, _, [a, b]) => graph.apply('choose', a, b, graph.number(1), graph.number(0)),
    ({ graph }, _, [a, b]) => graph.apply('choose', a, b, graph.number(0), graph.number(1)),
  ],
  sin: [({ graph }, _, [a]) => graph.apply('cos', a)],
  cos: [(algebra, _, [a]) => algebra.negate(algebra.graph.apply('sin', a))],
  tan: [(algebra, f) => algebra.add(algebra.number(1), square(algebra, f))],
  asin: [(algebra, _, [a]) => overRoot(algebra, a)],
  acos: [(algebra, _, [a]) => algebra.negate(overRoot(algebra, a))],
  atan: [
    (algebra, _, [a]) =>
      algebra.divide(algebra.number(1), algebra.add(algebra.number(1), square(algebra, a))),
  ],
  sinh: [({ graph }, _, [a]) => graph.apply('cosh', a)],
  cosh: [({ graph }, _, [a]) => graph.apply('sinh', a)],
  tanh: [(algebra, f) => algebra.subtract(algebra.number(1), square(algebra, f))],
  exp: [(_, f) => f],
  log: [(algebra, _, [a]) => algebra.divide(algebra.number(1), a)],
  log10: [(algebra, _, [a]) => algebra.divide(algebra.number(Math.LOG10E), a)],
  atan2: [
    (algebra, _, [y, x]) => algebra.divide(x, squares(algebra, x, y)),
    (algebra, _, [y, x]) => algebra.negate(algebra.divide(y, squares(algebra, x, y))),
  ],
  pow: [
    (algebra, _, [a, b]) => algebra.multiply(b, algebra.power(a, algebra.subtract(b, algebra.number(1)))),
    (algebra, f, [a]) => algebra.multiply(f, algebra.graph.apply('log', a)),
  ],
};

/**
 * A function that derives nodes by one variable, symbolically and in forward mode:
 *
 *     d(number) = 0;  d(variable) = 1 if it is that variable, else 0
 *     d(f(a, b, …)) = ∂f/∂a · d(a) + ∂f/∂b · d(b) + …      (the chain rule, terms of 0 left out)
 *
 * Derivatives are kept by node: as equal subexpressions are one node, each is derived once, and the size of the result
 * grows linearly with that of the expression, where a derivative written out as a tree could grow exponentially.
 *
 * @param variable index of the variable, see `ExpressionGraph.variable`
 */
export function differentiator(algebra: Algebra, variable: number): (node: Node) => Node {
  const known = new Map<Node, Node>();
  const derivative = (node: Node): Node => {
    if (node.kind === 'number') return algebra.number(0);
    if (node.kind === 'variable') return algebra.number(node.index === variable ? 1 : 0);
    let result = known.get(node);
    if (!result) known.set(node, (result = chainRule(algebra, node, derivative)));
    return result;
  };
  return derivative;
}

function chainRule(algebra: Algebra, node: CallNode, derivative: (node: Node) => Node): Node {
  const [a, b = a, c = a, d = a] = node.operands;
  if (!a || !b || !c || !d) return algebra.number(0);
  return node.operands.reduce<Node>((sum, operand, index) => {
    const inner = derivative(operand);
    const partial = partials[node.operation][index];
    // A term whose inner derivative is 0 is left out before it is built: its factor may not be finite, as log a in the
    // derivative of a^b by b.
    if (!partial || isNumber(inner, 0)) return sum;
    return algebra.add(sum, algebra.multiply(partial(algebra, node, [a, b, c, d]), inner));
  }, algebra.number(0));
}

function zero(algebra: Algebra): Node {
  return algebra.number(0);
}

function one(algebra: Algebra): Node {
  return algebra.number(1);
}

function minusOne(algebra: Algebra): Node {
  return algebra.number(-1);
}

function square(algebra: Algebra, a: Node): Node {
  return algebra.multiply(a, a);
}

function squares(algebra: Algebra, a: Node, b: Node): Node {
  return algebra.add(square(algebra, a), square(algebra, b));
}

/** 1 / √(1 − a²), the derivative of arcsin. */
function overRoot(algebra: Algebra, a: Node): Node {
  const root = algebra.graph.apply('sqrt', algebra.subtract(algebra.number(1), square(algebra, a)));
  return algebra.divide(algebra.number(1), root);
}
