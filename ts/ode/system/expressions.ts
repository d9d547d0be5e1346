import { differentiator } from './differentiate.js';
import { type Body, emit } from './emit.js';
import type { Node } from './graph.js';
import { isNumber, type Algebra } from './simplify.js';
import { type Output, type Tape, writeTape } from './bytecode.js';

/** Equations and their Jacobian, ready to be compiled. */
export class Expressions {
  readonly #rhs: readonly Output[];
  readonly #jacobian: readonly Output[];

  constructor(
    algebra: Algebra,
    equations: readonly Node[],
    readonly parameters: number,
  ) {
    this.#rhs = equations.map((node, position) => ({ position, node }));
    const states = equations.length;
    const columns = equations.map((_, column) => differentiator(algebra, 1 + column));
    this.#jacobian = equations
      .flatMap((node, row) =>
        columns.map((derivative, column) => ({ position: row * states + column, node: derivative(node) })),
      )
      .filter(({ node }) => !isNumber(node, 0));
  }

  get states(): number {
    return this.#rhs.length;
  }

  /** A WebAssembly module with the functions `rhs` and `jacobian`, which leaves zeros unwritten. */
  toWasm(): ReturnType<typeof emit> {
    const bodies: Body[] = [
      { name: 'rhs', outputs: this.#rhs },
      { name: 'jacobian', outputs: this.#jacobian },
    ];
    return emit(bodies, this.states);
  }

  /** The form that `Model::decode` in `crates/kernels/src/ode/model.rs` reads. */
  toNumbers(): Float64Array {
    const EXPRESSIONS = 1;
    const inputs = 1 + this.states + this.parameters;
    const tapes = [this.#rhs, this.#jacobian].map((outputs) => numbersOf(writeTape(outputs, inputs)));
    return Float64Array.from([EXPRESSIONS, this.states, this.parameters, ...tapes.flat()]);
  }
}

function numbersOf({ constants, instructions, outputs }: Tape): number[] {
  const sizes = [constants.length, instructions.length, outputs.length / 2];
  return [...sizes, ...constants, ...instructions, ...outputs];
}
