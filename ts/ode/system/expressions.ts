import { differentiator } from './differentiate.js';
import { emit, type FunctionSource } from './emit.js';
import type { Node } from './graph.js';
import { isNumber, type Algebra } from './simplify.js';
import { type Bytecode, type Output, writeBytecode } from './bytecode.js';

/** Equations y' = f(t, y) and their Jacobian, ready to be compiled: to WebAssembly or to bytecode. */
export class Expressions {
  readonly #rhs: readonly Output[];
  readonly #jacobian: readonly Output[];

  constructor(
    algebra: Algebra,
    equations: readonly Node[],
    readonly parameters: number,
  ) {
    this.#rhs = equations.map((node, index) => ({ index, node }));
    const states = equations.length;
    const columns = equations.map((_, column) => differentiator(algebra, 1 + column));
    this.#jacobian = equations
      .flatMap((node, row) =>
        columns.map((derivative, column) => ({ index: row * states + column, node: derivative(node) })),
      )
      .filter(({ node }) => !isNumber(node, 0));
  }

  get states(): number {
    return this.#rhs.length;
  }

  /**
   * A WebAssembly module with the functions `rhs` and `jacobian`; entries of the Jacobian that are 0 are not written.
   */
  toWasm(): ReturnType<typeof emit> {
    const functions: FunctionSource[] = [
      { name: 'rhs', outputs: this.#rhs },
      { name: 'jacobian', outputs: this.#jacobian },
    ];
    return emit(functions, this.states);
  }

  /**
   * The numbers that `Model::decode` in `crates/kernels/src/ode/model.rs` reads: the kind of model, its sizes, then the
   * bytecode of the right-hand side and of the Jacobian.
   */
  toNumbers(): Float64Array {
    const EXPRESSIONS = 1;
    const inputs = 1 + this.states + this.parameters;
    const bytecodes = [this.#rhs, this.#jacobian].map((outputs) =>
      serialised(writeBytecode(outputs, inputs)),
    );
    return Float64Array.from([EXPRESSIONS, this.states, this.parameters, ...bytecodes.flat()]);
  }
}

function serialised({ constants, instructions, outputs }: Bytecode): number[] {
  const sizes = [constants.length, instructions.length, outputs.length / 2];
  return [...sizes, ...constants, ...instructions, ...outputs];
}
