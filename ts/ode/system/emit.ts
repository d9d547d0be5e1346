import type { CallNode, Node } from './graph.js';
import { isElementary, type Operation } from './operations.js';
import { inOrder } from './order.js';
import type { Output } from './bytecode.js';
import {
  type Bytes,
  encodeModule,
  float64,
  opcode,
  unsigned,
  valueType,
  type WasmFunction,
} from './wasmEncoding.js';

/** A function to emit: `(t: f64, y: i32, out: i32, parameters: i32)`, the pointers into the kernels' memory. */
export interface Body {
  readonly name: string;
  readonly outputs: readonly Output[];
}

const types = [
  { parameters: [valueType.f64, valueType.i32, valueType.i32, valueType.i32], results: [] },
  { parameters: [valueType.f64], results: [valueType.f64] },
  { parameters: [valueType.f64, valueType.f64], results: [valueType.f64] },
];

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
 * A WebAssembly module with the functions, and the names of the elementary functions that it imports.
 *
 * @param states how many; variables after them are parameters
 */
export function emit(bodies: readonly Body[], states: number) {
  const used = bodies.flatMap(({ outputs }) => inOrder(outputs.map(({ node }) => node)));
  const elementary = [...new Set(used.map(({ operation }) => operation).filter(isElementary))];
  const arity = (name: Operation) => used.find(({ operation }) => operation === name)?.operands.length ?? 1;
  const imports = elementary.map((name) => ({ name, type: arity(name) }));
  const functions = bodies.map((body) => new Emitter(states, elementary).emit(body));
  return { bytes: encodeModule({ types, imports, functions }), imports: elementary };
}

/** Writes one function: what is used once stays on the stack, everything else gets a local. */
class Emitter {
  readonly #uses = new Map<Node, number>();
  readonly #locals = new Map<Node, number>();
  /** Only ever appended to. */
  readonly #code: number[] = [];

  constructor(
    readonly states: number,
    readonly elementary: readonly Operation[],
  ) {}

  emit({ name, outputs }: Body): WasmFunction {
    const count = (node: Node) => this.#uses.set(node, (this.#uses.get(node) ?? 0) + 1);
    const calls = inOrder(outputs.map(({ node }) => node));
    for (const { operands, operation } of calls) {
      operands.forEach(count);
      // It reads its operand three times.
      if (operation === 'sign') operands.forEach(count);
    }
    outputs.forEach(({ node }) => count(node));
    for (const { position, node } of outputs) {
      this.#push(opcode.localGet, local.out);
      this.#value(node);
      this.#memory(opcode.f64Store, position);
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

  /** x > 0 ? 1 : x < 0 ? −1 : x, which keeps NaN and the sign of zero. */
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

  #push(...bytes: Bytes): void {
    this.#code.push(...bytes);
  }
}
