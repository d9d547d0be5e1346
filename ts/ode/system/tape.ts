import type { Node } from './graph.js';
import { operations } from './operations.js';
import { inOrder } from './order.js';

/** Values to compute, and where they go. */
export interface Output {
  readonly position: number;
  readonly node: Node;
}

/** Words of one instruction: its code and four registers, of which it reads as many as it has operands. */
const WORDS = 5;

/**
 * Expressions as a list of instructions for the register machine in `crates/kernels/src/ode/bytecode.rs`.
 *
 * Registers are never written twice: first come the time, states and parameters, then the constants, then the
 * result of each instruction.
 */
export interface Tape {
  readonly constants: Float64Array;
  readonly instructions: Uint32Array;
  /** Pairs of a position in the result and the register with its value. */
  readonly outputs: Uint32Array;
}

/** @param inputs how many the time, states and parameters are together */
export function writeTape(outputs: readonly Output[], inputs: number): Tape {
  const calls = inOrder(outputs.map(({ node }) => node));
  const constants = constantsOf([
    ...outputs.map(({ node }) => node),
    ...calls.flatMap((call) => call.operands),
  ]);
  const registers = new Map<Node, number>();
  for (const node of [...constants, ...calls]) registers.set(node, inputs + registers.size);
  const register = (node: Node): number =>
    node.kind === 'variable' ? node.index : (registers.get(node) ?? 0);

  const instructions = new Uint32Array(calls.length * WORDS);
  calls.forEach(({ operation, operands }, index) => {
    instructions.set([operations[operation].code, ...operands.map(register)], index * WORDS);
  });
  return {
    constants: Float64Array.from(constants, ({ value }) => value),
    instructions,
    outputs: Uint32Array.from(outputs.flatMap(({ position, node }) => [position, register(node)])),
  };
}

function constantsOf(nodes: readonly Node[]) {
  return [...new Set(nodes)].filter((node) => node.kind === 'number');
}
