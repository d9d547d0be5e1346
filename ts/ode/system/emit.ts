import type { Output } from './bytecode.js';
import { type CallNode, type Node, topologicalOrder } from './graph.js';
import { isElementary, type Operation } from './operations.js';
import {
  type ByteList,
  encodeModule,
  float64,
  opcode,
  unsigned,
  valueType,
  type WasmFunction,
} from './wasmEncoding.js';

/** A function to emit: `(t: f64, y: i32, out: i32, parameters: i32)`; the i32 are pointers into the kernels' memory. */
export interface FunctionSource {
  readonly name: string;
  readonly outputs: readonly Output[];
}

/** Types of the module's functions: type 0 is that of emitted ones, type n that of elementary ones of n operands. */
const types = [
  { parameters: [valueType.f64, valueType.i32, valueType.i32, valueType.i32], results: [] },
  { parameters: [valueType.f64], results: [valueType.f64] },
  { parameters: [valueType.f64, valueType.f64], results: [valueType.f64] },
];

/** Operations that are one instruction of WebAssembly. */
const instructions: Partial<Record<Operation, number>> = {
  add: opcode.f64Add,
  subtract: opcode.f64Sub,
  multiply: opcode.f64Mul,
  divide: opcode.f64Div,
  negate: opcode.f64Neg,
  abs: opcode.f64Abs,
  sqrt: opcode.f64Sqrt,
  min: opcode.f64Min,
  max: opcode.f64Max,
};

/** The parameters of an emitted function, by local index. */
const local = { t: 0, y: 1, out: 2, parameters: 3 } as const;
const PARAMETERS = 4;

/**
 * A WebAssembly module with the given functions, and the names of the elementary functions that it imports.
 *
 * @param states number of states; variables after them are parameters
 */
export function emit(sources: readonly FunctionSource[], states: number) {
  const used = sources.flatMap(({ outputs }) => topologicalOrder(outputs.map(({ node }) => node)));
  const elementary = [...new Set(used.map(({ operation }) => operation).filter(isElementary))];
  const arity = (name: Operation) => used.find(({ operation }) => operation === name)?.operands.length ?? 1;
  const imports = elementary.map((name) => ({ name, type: arity(name) }));
  const functions = sources.map((source) => new Emitter(states, elementary).emit(source));
  return { bytes: encodeModule({ types, imports, functions }), imports: elementary };
}

/**
 * Writes one function. WebAssembly is a stack machine: a value that is used once stays on the stack, one that is used
 * again is also kept in a local.
 *
 *     for each output:  push out;  value(node);  f64.store at its index
 *     value(node):      a local that holds it, if there is one
 *                       else push its number, load its variable, or value(each operand) and the instruction
 *                       if it is used again: local.tee into a new local
 *
 * The recursion visits operands in the order of the stack, so no instruction has to be moved.
 */
class Emitter {
  readonly #uses = new Map<Node, number>();
  readonly #locals = new Map<Node, number>();
  readonly #code: number[] = [];

  constructor(
    readonly states: number,
    readonly elementary: readonly Operation[],
  ) {}

  emit({ name, outputs }: FunctionSource): WasmFunction {
    const count = (node: Node) => this.#uses.set(node, (this.#uses.get(node) ?? 0) + 1);
    const calls = topologicalOrder(outputs.map(({ node }) => node));
    for (const { operands, operation } of calls) {
      operands.forEach(count);
      // `sign` reads its operand three times: counting it twice is enough for a local.
      if (operation === 'sign') operands.forEach(count);
    }
    outputs.forEach(({ node }) => count(node));
    for (const { index, node } of outputs) {
      this.#push(opcode.localGet, local.out);
      this.#value(node);
      this.#memory(opcode.f64Store, index);
    }
    return { name, type: 0, locals: this.#locals.size, body: this.#code };
  }

  #value(node: Node): void {
    const known = this.#locals.get(node);
    if (known !== undefined) return this.#push(opcode.localGet, ...unsigned(known));
    if (node.kind === 'number') return this.#push(opcode.f64Const, ...float64(node.value));
    if (node.kind === 'call') this.#call(node);
    else if (node.index === 0) return this.#push(opcode.localGet, local.t);
    else this.#load(node.index - 1);
    if ((this.#uses.get(node) ?? 0) < 2) return;
    const index = PARAMETERS + this.#locals.size;
    this.#locals.set(node, index);
    this.#push(opcode.localTee, ...unsigned(index));
  }

  #load(index: number): void {
    const isState = index < this.states;
    this.#push(opcode.localGet, isState ? local.y : local.parameters);
    this.#memory(opcode.f64Load, isState ? index : index - this.states);
  }

  #call({ operation, operands }: CallNode): void {
    if (operation === 'sign') return this.#sign(operands);
    // choose(a, b, x, y) is x where a ≤ b, else y; `select` takes its condition from the top of the stack.
    const [a, b, x, y] = operands;
    if (operation === 'choose' && a && b && x && y) {
      for (const operand of [x, y, a, b]) this.#value(operand);
      return this.#push(opcode.f64Le, opcode.select);
    }
    for (const operand of operands) this.#value(operand);
    const instruction = instructions[operation];
    if (instruction !== undefined) this.#push(instruction);
    else this.#push(opcode.call, ...unsigned(this.elementary.indexOf(operation)));
  }

  /** `x > 0 ? 1 : x < 0 ? −1 : x` by two `select`, the inner one first: it keeps NaN and the sign of zero. */
  #sign([x]: readonly Node[]): void {
    if (!x) return;
    const zero = float64(0);
    this.#push(opcode.f64Const, ...float64(1), opcode.f64Const, ...float64(-1));
    this.#value(x);
    this.#value(x);
    this.#push(opcode.f64Const, ...zero, opcode.f64Lt, opcode.select);
    this.#value(x);
    this.#push(opcode.f64Const, ...zero, opcode.f64Gt, opcode.select);
  }

  #memory(instruction: number, index: number): void {
    const ALIGNED_8 = 3;
    this.#push(instruction, ALIGNED_8, ...unsigned(8 * index));
  }

  #push(...bytes: ByteList): void {
    this.#code.push(...bytes);
  }
}
