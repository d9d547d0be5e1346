import type { Operation } from './operations.js';

/** A node of an expression: a number, a variable, or an operation on other nodes. */
export type Node = NumberNode | VariableNode | CallNode;

interface NumberNode {
  readonly kind: 'number';
  readonly id: number;
  readonly value: number;
}

/** The time (index 0), a state (indices from 1) or a parameter (indices after the states). */
interface VariableNode {
  readonly kind: 'variable';
  readonly id: number;
  readonly index: number;
}

export interface CallNode {
  readonly kind: 'call';
  readonly id: number;
  readonly operation: Operation;
  readonly operands: readonly Node[];
}

/** Operations that every engine rounds alike, so that they may be carried out while compiling. */
const exact: Partial<Record<Operation, (...operands: number[]) => number>> = {
  add: (a = 0, b = 0) => a + b,
  subtract: (a = 0, b = 0) => a - b,
  multiply: (a = 0, b = 0) => a * b,
  divide: (a = 0, b = 0) => a / b,
  negate: (a = 0) => -a,
  abs: Math.abs,
  sqrt: Math.sqrt,
  min: Math.min,
  max: Math.max,
  sign: Math.sign,
};

/**
 * Expressions as a directed acyclic graph in which equal subexpressions are one node (hash consing), so that each is
 * computed, differentiated and compiled once.
 *
 *     intern(key): the node of that key, made at the first call
 *     key of a number:    its digits
 *     key of a variable:  'v' and its index
 *     key of a call:      the operation and the ids of its operands, which are unique already
 */
export class ExpressionGraph {
  readonly #nodes = new Map<string, Node>();

  number(value: number): Node {
    const key = Object.is(value, -0) ? '-0' : String(value);
    return this.#intern(key, (id) => ({ kind: 'number', id, value }));
  }

  variable(index: number): Node {
    return this.#intern(`v${index}`, (id) => ({ kind: 'variable', id, index }));
  }

  /**
   * An operation on nodes. Operands keep their order, as a sum rounds differently in another one; an operation on
   * numbers alone is carried out at once where every engine rounds it alike.
   */
  apply(operation: Operation, ...operands: readonly Node[]): Node {
    const fold = exact[operation];
    const values = operands.map((operand) => (operand.kind === 'number' ? operand.value : undefined));
    if (fold && values.every((value) => value !== undefined)) return this.number(fold(...values));
    const key = `${operation} ${operands.map(({ id }) => id).join(' ')}`;
    return this.#intern(key, (id) => ({ kind: 'call', id, operation, operands }));
  }

  #intern(key: string, make: (id: number) => Node): Node {
    let node = this.#nodes.get(key);
    if (!node) this.#nodes.set(key, (node = make(this.#nodes.size)));
    return node;
  }
}

/** All operations that the outputs need, each once and after its operands (depth-first postorder). */
export function topologicalOrder(outputs: readonly Node[]): readonly CallNode[] {
  const ordered: CallNode[] = [];
  const seen = new Set<Node>();
  const visit = (node: Node): void => {
    if (node.kind !== 'call' || seen.has(node)) return;
    seen.add(node);
    node.operands.forEach(visit);
    ordered.push(node);
  };
  outputs.forEach(visit);
  return ordered;
}
