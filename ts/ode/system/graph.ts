import { type Operation } from './operations.js';

export type Node = NumberNode | VariableNode | CallNode;

interface NumberNode {
  readonly kind: 'number';
  readonly id: number;
  readonly value: number;
}

/** The time (0), a state (from 1) or a parameter (after the states). */
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

/** Operations that round the same everywhere, so that they may be done while compiling. */
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

/** Expressions in which equal parts are one node: each is computed, differentiated and compiled once. */
export class Graph {
  readonly #nodes = new Map<string, Node>();

  number(value: number): Node {
    const key = Object.is(value, -0) ? '-0' : String(value);
    return this.#intern(key, (id) => ({ kind: 'number', id, value }));
  }

  variable(index: number): Node {
    return this.#intern(`v${index}`, (id) => ({ kind: 'variable', id, index }));
  }

  /** An operation on nodes, never reordered; on numbers alone it is done at once where that is exact. */
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
