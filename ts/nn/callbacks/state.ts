import type { NdArray } from '../../array.js';
import type { FloatArray } from '../../backend/backend.js';
import { ArgumentError, ShapeError } from '../../errors.js';
import { shapeText } from '../../shape.js';
import { hasForm, isFloats, type StateValue } from '../stateValue.js';

/** Weights as `getWeights` answers them. */
export type Weights = readonly NdArray<FloatArray>[];

/** Weights in a state; null for none. */
export function weightsState(weights: Weights | undefined): StateValue {
  return weights?.map(({ data, shape }) => ({ data, shape: [...shape] })) ?? null;
}

/**
 * The weights of a state.
 *
 * @param own those of the model, whose shapes they must have
 * @throws ArgumentError, ShapeError for something else
 */
export function readWeightsState(
  state: StateValue | undefined,
  own: Weights,
  operation: string,
): Weights | undefined {
  if (state === null) return undefined;
  if (!Array.isArray(state) || !state.every(isWeight)) throw otherState(operation);
  const [came, wanted] = [state, own].map((list) => list.map(({ shape }) => shapeText(shape)).join(', '));
  if (came === wanted) return state;
  throw new ShapeError({
    code: 'callback-state',
    operation,
    actual: `the weights in its state have the shapes ${came ?? ''}`,
    expected: `those of the model have ${wanted ?? ''}`,
    remedy: 'load a file of this model',
  });
}

function isWeight(value: unknown): value is NdArray<FloatArray> {
  const { data, shape } = (value ?? {}) as Partial<Record<keyof NdArray, unknown>>;
  const isShape = Array.isArray(shape) && shape.every((size) => Number.isSafeInteger(size));
  return isFloats(data) && isShape && shape.reduce((size: number, n) => size * n, 1) === data.length;
}

/**
 * Checks that the state of a callback, or a part of it, is made like another one.
 *
 * @throws ArgumentError where it is not
 */
export function checkState<T extends StateValue>(
  state: StateValue,
  model: T,
  operation: string,
): asserts state is T {
  if (!hasForm(state, model)) throw otherState(operation);
}

function otherState(operation: string): ArgumentError {
  return new ArgumentError({
    code: 'callback-state',
    operation,
    actual: 'the state that was saved with the model is not that of such a callback',
    expected: 'it must be what state() returned',
    remedy: 'load a file that save wrote',
  });
}
