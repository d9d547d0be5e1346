import type { ArrayLike as ArrayInput } from '../../array.js';
import type { JitSource } from '../../backend/ode/jit.js';
import { kernels } from '../../backend/select.js';
import { number, oneOf, show } from '../../checks.js';
import { ArgumentError, ShapeError } from '../../errors.js';
import { finiteVector } from '../inputs.js';
import { type Rows, rowsOf } from '../rows.js';

/** A right-hand side in the form that the kernels take. @internal */
export interface KernelModel {
  /** The numbers that `crates/kernels/src/ode/model.rs` reads. */
  readonly numbers: Float64Array;
  /** Present for systems from text, which can be compiled. */
  readonly code?: JitSource;
}

/** Numbers by name. */
export type Parameters = Readonly<Record<string, number>>;

/**
 * A right-hand side that runs in the kernels, without JavaScript. `system` and `systems` return them, `solveIvp` and
 * `solveEnsemble` take them.
 */
export class CompiledSystem {
  /** Values of the parameters, by name. */
  readonly parameters: Parameters;

  /** @internal */
  constructor(
    /** Names of the states, in the order of y. */
    readonly names: readonly string[],
    parameters: Parameters,
    /** @internal */
    readonly model: KernelModel,
  ) {
    this.parameters = Object.freeze({ ...parameters });
  }

  /** Number of equations. */
  get size(): number {
    return this.names.length;
  }

  /** Values of the parameters, in their order. @internal */
  get parameterValues(): Float64Array {
    return Float64Array.from(Object.values(this.parameters));
  }

  /**
   * The same system with other values for some parameters. It shares the compiled code.
   *
   * @throws ArgumentError for an unknown parameter or a value that is not finite
   * @example lorenz.with({ rho: 14 })
   */
  with(changes: Parameters): CompiledSystem {
    for (const [name, value] of Object.entries(changes)) {
      oneOf(name, Object.keys(this.parameters), 'parameter', 'with');
      number(value, name, 'with');
    }
    return new CompiledSystem(this.names, { ...this.parameters, ...changes }, this.model);
  }

  /**
   * The derivative f(t, y).
   *
   * @throws ShapeError for a state of another size, ArgumentError for values that are not finite
   * @example systems.lorenz().rhs(0, [1, 1, 1]) // [0, 26, -1.67]
   */
  rhs(t: number, y: ArrayInput): Float64Array {
    return this.#evaluate(t, y, false, 'rhs');
  }

  /**
   * The Jacobian ∂fᵢ/∂yⱼ, of shape [n, n]. That of a system from text is derived symbolically.
   *
   * @throws ShapeError for a state of another size, ArgumentError for values that are not finite
   * @example systems.lorenz().jacobian(0, [1, 1, 1])[0] // [-10, 10, 0]
   */
  jacobian(t: number, y: ArrayInput): Rows {
    return rowsOf(this.#evaluate(t, y, true, 'jacobian'), this.size, this.size);
  }

  #evaluate(t: number, y: ArrayInput, jacobian: boolean, operation: string): Float64Array {
    number(t, 't', operation);
    const state = finiteVector(y, 'y', operation);
    if (state.length === this.size) {
      return kernels.evaluateModel(this.model.numbers, this.parameterValues, t, state, jacobian);
    }
    throw new ShapeError({
      code: 'state-length',
      operation,
      actual: `y has ${state.length} values`,
      expected: `the system has ${this.size}: ${this.names.join(', ')}`,
      remedy: 'pass one value for each state, as state({ … }) returns them',
    });
  }

  /**
   * Values by name as an array in the order of the states, such as initial values.
   *
   * @throws ArgumentError for an unknown state or a value that is not finite, ShapeError for a missing one
   * @example solveIvp(foxes, [0, 100], foxes.state({ x: 75, y: 110 }))
   */
  state(values: Parameters): Float64Array {
    for (const name of Object.keys(values)) oneOf(name, this.names, 'state', 'state');
    return Float64Array.from(this.names, (name) => {
      const value = values[name];
      if (value !== undefined) return number(value, name, 'state');
      throw new ShapeError({
        code: 'missing-state',
        operation: 'state',
        actual: `${show(name)} is missing`,
        expected: `the states are ${this.names.join(', ')}`,
        remedy: `pass a value for ${name} too`,
      });
    });
  }
}

/** Refuses parameters that are not finite numbers by name. */
export function checkParameters(parameters: unknown, operation: string): Parameters {
  if (typeof parameters !== 'object' || parameters === null || Array.isArray(parameters)) {
    throw new ArgumentError({
      code: 'parameters',
      operation,
      actual: `the parameters are ${show(parameters)}`,
      expected: 'they must be an object with a number for each name',
      remedy: 'pass them as { a: 0.0125, b: 0.0002 }, for example',
    });
  }
  for (const [name, value] of Object.entries(parameters)) number(value, name, operation);
  return parameters as Parameters;
}
