import type { NdArray } from '../../array.js';
import type { FloatArray } from '../../backend/backend.js';
import { ArgumentError, ShapeError } from '../../errors.js';
import { shapeText } from '../../shape.js';
import { hasForm, isFloats, type StateValue } from '../stateValue.js';

/** Weights as `getWeights` returns them. */
export type SavedWeights = readonly NdArray<FloatArray>[];

/** Weights as a part of a callback's state; null if there are none. */
export function weightsState(weights: SavedWeights | undefined): StateValue {
  return weights?.map(({ data, shape }) => ({ data, shape: [...shape] })) ?? null;
}

/**
 * Reads the weights in a callback's state.
 *
 * @param modelWeights weights of the model, whose shapes those of the state must have
 * @throws ArgumentError if the state contains something else than weights
 * @throws ShapeError for weights of other shapes
 */
export function readWeightsState(
  state: StateValue | undefined,
  modelWeights: SavedWeights,
  operation: string,
): SavedWeights | undefined {
  if (state === null) return undefined;
  if (!Array.isArray(state) || !state.every(isWeight)) throw otherState(operation);
  const [actual, expected] = [state, modelWeights].map((list) =>
    list.map(({ shape }) => shapeText(shape)).join(', '),
  );
  if (actual === expected) return state;
  throw new ShapeError({
    code: 'callback-state',
    operation,
    actual: `the weights in the saved state of the callback have the shapes ${actual ?? ''}`,
    expected: `the weights of the model have ${expected ?? ''}`,
    remedy: 'load a file that was saved from this model',
  });
}

function isWeight(value: unknown): value is NdArray<FloatArray> {
  const { data, shape } = (value ?? {}) as Partial<Record<keyof NdArray, unknown>>;
  const isShape = Array.isArray(shape) && shape.every((size) => Number.isSafeInteger(size));
  return isFloats(data) && isShape && shape.reduce((size: number, n) => size * n, 1) === data.length;
}

/**
 * Checks that the state of a callback, or a part of it, has the same structure and types as `model`.
 *
 * @throws ArgumentError if it has not
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
    actual: 'the state that was saved with the model is not the state of such a callback',
    expected: 'it must be what its method state() returned',
    remedy: 'load a file that save wrote',
  });
}
