import { type Node, topologicalOrder } from './graph.js';
import { operations } from './operations.js';

/** A value to compute, and its index in the result. */
export interface Output {
  readonly index: number;
  readonly node: Node;
}

/** Words of one instruction: its code and four registers, of which it reads as many as it has operands. */
const WORDS = 5;

/**
 * Expressions as instructions for the register machine in `crates/kernels/src/ode/bytecode.rs`.
 *
 * No register is written twice. In this order they hold the time, the states, the parameters, the constants, and the
 * result of each instruction:
 *
 *     k·y₀ + 2, of one state (register 1) and one parameter (register 2); register 3 holds the constant 2
 *     r4 ← multiply r2 r1
 *     r5 ← add      r4 r3
 *     outputs: result[0] = r5
 */
export interface Bytecode {
  readonly constants: Float64Array;
  readonly instructions: Uint32Array;
  /** Pairs: an index of the result, and the register that holds its value. */
  readonly outputs: Uint32Array;
}

/**
 * Writes the instructions that compute all outputs, each shared subexpression once.
 *
 * @param inputs number of registers taken by the time, states and parameters
 */
export function writeBytecode(outputs: readonly Output[], inputs: number): Bytecode {
  const calls = topologicalOrder(outputs.map(({ node }) => node));
  const constants = constantsOf([
    ...outputs.map(({ node }) => node),
    ...calls.flatMap((call) => call.operands),
  ]);
  const registers = new Map<Node, number>();
  for (const node of [...constants, ...calls]) registers.set(node, inputs + registers.size);
  const register = (node: Node): number =>
    node.kind === 'variable' ? node.index : (registers.get(node) ?? 0);

  const instructions = new Uint32Array(calls.length * WORDS);
  calls.forEach(({ operation, operands }, i) => {
    instructions.set([operations[operation].code, ...operands.map(register)], i * WORDS);
  });
  return {
    constants: Float64Array.from(constants, ({ value }) => value),
    instructions,
    outputs: Uint32Array.from(outputs.flatMap(({ index, node }) => [index, register(node)])),
  };
}

function constantsOf(nodes: readonly Node[]) {
  return [...new Set(nodes)].filter((node) => node.kind === 'number');
}
