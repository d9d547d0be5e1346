import type { FloatArray, Program } from '../../backend/backend.js';
import { kernels } from '../../backend/select.js';
import { checkOptions, integer, positiveInteger, positiveNumber, show } from '../../checks.js';
import { toFloats } from '../../convert/floats.js';
import { DTypeError } from '../../errors.js';
import { type Shape, sizeOf } from '../../shape.js';
import type { Arrays, WeightedOptions } from '../contracts.js';
import { tensorName } from '../saving/checkpoint.js';
import { compiled } from '../training/compileOptions.js';
import { Model } from './model.js';
import { Executor } from '../compile/executor.js';
import { countSamples, inOrder, toDataset } from '../samples/batches.js';
import { readBatches } from '../samples/read.js';
import { streams } from '../../random/streams.js';

export interface GradCheckOptions extends WeightedOptions {
  /** Shift ε of a weight, 1e-5 by default. */
  readonly epsilon?: number | undefined;
  /** Weights of each array that are checked, taken at random; 100 by default, Infinity for all. */
  readonly samples?: number | undefined;
  /** Largest error that passes, 1e-5 by default. */
  readonly tolerance?: number | undefined;
  /** Seed of the choice of weights; 0 by default. */
  readonly seed?: number | undefined;
}

/** The weight of an array whose two gradients differ most. */
export interface GradCheckPlace {
  /** Index along each axis of the array. */
  readonly index: readonly number[];
  readonly backpropagation: number;
  readonly centralDifference: number;
  readonly error: number;
}

/** Result for one array of weights. */
export interface GradCheckArray {
  /** Layer and weight, such as `dense_1/kernel`. */
  readonly name: string;
  readonly shape: Shape;
  /** Number of weights that were checked. */
  readonly checked: number;
  readonly maxError: number;
  readonly worst: GradCheckPlace;
}

export interface GradCheck {
  /** Whether every error is within the tolerance. */
  readonly passed: boolean;
  readonly maxError: number;
  /** Results for all trained arrays, in the order of `getWeights`. */
  readonly arrays: readonly GradCheckArray[];
}

/** A weight that misses the tolerance is measured again with these shares of ε, as a kink may lie between the two points. */
const EPSILON_SHARES = [1, 0.1, 0.01];

/**
 * Share of the largest gradient below which errors are taken relative to that share of it: the difference of two losses
 * resolves no smaller gradients.
 */
const FLOOR = 1e-3;

/**
 * Compares the gradients of backpropagation with central differences, `(C(w + ε) − C(w − ε)) / 2ε`, of the mean loss
 * in training. The error of a weight is `|a − b| / max(|a|, |b|, 1e-3 · the largest |a| of the model)`. Everything is
 * computed in float64 on a copy of the model, which itself stays as it is.
 *
 * For functions with a kink, such as ReLU at 0, pass few samples, so that a kink seldom lies within ε.
 *
 * @throws ArgumentError, ShapeError, DTypeError as `fit` does, or for options out of range
 * @example
 * const { passed, arrays } = gradCheck(net, x, y);
 * for (const { name, maxError } of arrays) console.log(name, maxError);
 */
export function gradCheck(model: Model, x: Arrays, y: Arrays, options: GradCheckOptions = {}): GradCheck {
  const settings = readOptions(options);
  if (!(model instanceof Model)) throw notAModel(model);
  const { plan, training: given, state, seed } = model.parts;
  const training = compiled(given, 'gradCheck');
  const { losses } = training;
  const data = readBatches(x, y, {
    plan,
    dtype: 'float64',
    losses,
    operation: 'gradCheck',
    weights: options,
  });
  const samples = countSamples(data);
  const weights = state.weights.map((values) => toFloats(values, 1, 'float64'));
  const executor = new Executor(plan, 'float64', seed, {
    batchSize: samples,
    training,
    state: { ...state, weights, slots: new Map() },
  });
  const dataset = toDataset(data, 'float64', 'gradCheck');
  const generator = kernels.generator(settings.seed, streams.gradCheck);
  try {
    const { program } = executor;
    const order = inOrder(samples);
    const loss = () => program.gradients(dataset, order).loss / samples;
    loss();
    const exact = executor.readGradients(program).map((gradient) => gradient.data);
    const floor = FLOOR * exact.reduce((most, values) => Math.max(most, largest(values)), Number.MIN_VALUE);
    const arrays = plan.parameters.flatMap((parameter, index): GradCheckArray[] => {
      if (!parameter.isTrained) return [];
      const { shape } = parameter;
      const chosen = generator.permutation(sizeOf(shape)).subarray(0, settings.samples);
      const difference = centralDifference(program, index, loss);
      const results = Array.from(chosen, (weight) =>
        check(exact[index]?.[weight] ?? NaN, (epsilon) => difference(weight, epsilon), {
          ...settings,
          floor,
        }),
      );
      const errors = results.map(({ error }) => error);
      const worst = errors.indexOf(Math.max(...errors));
      const result = results[worst] ?? { backpropagation: NaN, centralDifference: NaN, error: NaN };
      return [
        {
          name: tensorName(parameter),
          shape: [...shape],
          checked: results.length,
          maxError: result.error,
          worst: { index: indexOf(chosen[worst] ?? 0, shape), ...result },
        },
      ];
    });
    const maxError = Math.max(0, ...arrays.map((array) => array.maxError));
    return { passed: maxError <= settings.tolerance, maxError, arrays };
  } finally {
    generator.free();
    dataset.free();
    executor.evict();
  }
}

type Settings = Record<'epsilon' | 'samples' | 'tolerance' | 'seed', number>;

function readOptions(options: GradCheckOptions): Settings {
  const names = ['epsilon', 'samples', 'tolerance', 'seed', 'sampleWeight', 'classWeight'];
  checkOptions(options, names, 'gradCheck');
  const { epsilon = 1e-5, samples = 100, tolerance = 1e-5, seed = 0 } = options;
  return {
    epsilon: positiveNumber(epsilon, 'epsilon', 'gradCheck'),
    samples: samples === Infinity ? samples : positiveInteger(samples, 'samples', 'gradCheck'),
    tolerance: positiveNumber(tolerance, 'tolerance', 'gradCheck'),
    seed: integer(seed, 'seed', 'gradCheck', 0),
  };
}

/** The central difference of the loss at one weight of an array; the array is restored. */
function centralDifference(program: Program, array: number, loss: () => number) {
  const values = program.read('parameters', array);
  const lossAt = (weight: number, shift: number) => {
    const value = values[weight] ?? 0;
    values[weight] = value + shift;
    program.write('parameters', array, values);
    const result = loss();
    values[weight] = value;
    return result;
  };
  return (weight: number, epsilon: number): number => {
    const difference = lossAt(weight, epsilon) - lossAt(weight, -epsilon);
    program.write('parameters', array, values);
    return difference / (2 * epsilon);
  };
}

function check(
  exact: number,
  measure: (epsilon: number) => number,
  { epsilon, tolerance, floor }: Settings & { readonly floor: number },
): Omit<GradCheckPlace, 'index'> {
  let best: Omit<GradCheckPlace, 'index'> | undefined;
  for (const share of EPSILON_SHARES) {
    const measured = measure(share * epsilon);
    const difference = Math.abs(exact - measured) / Math.max(Math.abs(exact), Math.abs(measured), floor);
    const error = Number.isNaN(difference) ? Infinity : difference;
    if (!best || error < best.error) best = { backpropagation: exact, centralDifference: measured, error };
    if (error <= tolerance) break;
  }
  return best ?? { backpropagation: exact, centralDifference: NaN, error: Infinity };
}

function largest(values: FloatArray): number {
  let most = 0;
  for (const value of values) most = Math.max(most, Math.abs(value));
  return most;
}

/** The index along each axis of a flat index. */
function indexOf(flat: number, shape: Shape): number[] {
  const index: number[] = [];
  let rest = flat;
  for (const size of [...shape].reverse()) {
    index.unshift(rest % size);
    rest = Math.floor(rest / size);
  }
  return index;
}

function notAModel(model: unknown): DTypeError {
  return new DTypeError({
    code: 'not-a-model',
    operation: 'gradCheck',
    actual: `the model is ${show(model)}`,
    expected: 'it must be a model',
    remedy: 'pass what sequential or model returned',
  });
}
