import type { FloatArray, Targets } from '../../backend/backend.js';
import { number, show } from '../../checks.js';
import { flatten } from '../../convert/flatten.js';
import { toFloats } from '../../convert/floats.js';
import { ArgumentError, ShapeError } from '../../errors.js';
import { shapeText } from '../../shape.js';
import { trueClass } from '../metrics/classes.js';

/**
 * How much each class counts: a list with one weight a class, or weights by class, where those left out count 1.
 */
export type ClassWeights = readonly number[] | Float32Array | Float64Array | Readonly<Record<number, number>>;

/** What the weights have to fit. */
export interface WeightPlan {
  readonly targets: Targets;
  readonly samples: number;
  /** Outputs of the model for one sample; a single one tells two classes apart. */
  readonly units: number;
}

/**
 * One weight a sample: the sample's own times that of its class; undefined where neither is given.
 *
 * @throws ArgumentError for weights that are negative, not finite, all zero, or of a class that does not exist
 * @throws ShapeError for another number of weights than samples or classes
 * @throws DTypeError for something else than arrays or, for classes, an object
 */
export function sampleWeights(
  given: { readonly sampleWeight?: unknown; readonly classWeight?: unknown },
  plan: WeightPlan,
  operation: string,
): FloatArray | undefined {
  const { sampleWeight, classWeight } = given;
  const { samples, targets, units } = plan;
  const own = sampleWeight === undefined ? undefined : readSampleWeights(sampleWeight, samples, operation);
  if (classWeight === undefined) return own;
  const byClass = readClassWeights(classWeight, Math.max(2, units), operation);
  const weights = Float64Array.from(
    { length: samples },
    (_, sample) => (byClass[trueClass(targets, sample)] ?? 1) * (own?.[sample] ?? 1),
  );
  return checked(weights, 'the weights of all samples together', operation);
}

/** Weights of samples, one for each. */
export function readSampleWeights(value: unknown, samples: number, operation: string): FloatArray {
  const { data, scale, shape = [data.length] } = flatten(value, 'sampleWeight', operation);
  if (data.length !== samples || shape[0] !== samples) {
    throw new ShapeError({
      code: 'weight-count',
      operation,
      actual: `sampleWeight has shape ${shapeText(shape)}`,
      expected: `there are ${samples} samples`,
      remedy: `pass one weight for each sample, of shape [${samples}]`,
    });
  }
  return checked(toFloats(data, scale, 'float64'), 'sampleWeight', operation);
}

/** Weights of classes, one for each. */
export function readClassWeights(value: unknown, classes: number, operation: string): FloatArray {
  const isList = Array.isArray(value) || ArrayBuffer.isView(value);
  if (!isList && typeof value === 'object' && value !== null) {
    return checked(byClass(value, classes, operation), 'classWeight', operation);
  }
  const { data, scale } = flatten(value, 'classWeight', operation);
  if (data.length !== classes) {
    throw new ShapeError({
      code: 'weight-count',
      operation,
      actual: `classWeight has ${data.length} weights`,
      expected: `there are ${classes} classes`,
      remedy: 'pass one weight for each class, or an object such as { 1: 10 } for some of them',
    });
  }
  return checked(toFloats(data, scale, 'float64'), 'classWeight', operation);
}

function byClass(value: object, classes: number, operation: string): FloatArray {
  const weights = new Float64Array(classes).fill(1);
  for (const [key, weight] of Object.entries(value)) {
    const label = Number(key);
    if (!/^\d+$/.test(key) || label >= classes) throw noClass(key, classes, operation);
    weights[label] = number(weight, `classWeight[${label}]`, operation, { lowest: 0 });
  }
  return weights;
}

function checked(weights: FloatArray, name: string, operation: string): FloatArray {
  const bad = weights.findIndex((weight: number) => !(Number.isFinite(weight) && weight >= 0));
  if (bad >= 0) throw badWeight(`${name}[${bad}]`, weights[bad] ?? NaN, operation);
  if (weights.some((weight: number) => weight > 0)) return weights;
  throw new ArgumentError({
    code: 'weights-zero',
    operation,
    actual: `${name} are all 0`,
    expected: 'something must count',
    remedy: 'pass at least one weight above 0',
  });
}

function badWeight(where: string, weight: number, operation: string): ArgumentError {
  return new ArgumentError({
    code: 'weight',
    operation,
    actual: `${where} is ${weight}`,
    expected: 'a weight must be finite and not below 0',
    remedy: 'correct the weight',
  });
}

function noClass(key: string, classes: number, operation: string): ArgumentError {
  return new ArgumentError({
    code: 'weight-class',
    operation,
    actual: `classWeight has a weight for ${show(key)}`,
    expected: `the classes are 0 to ${classes - 1}`,
    remedy: 'use these as keys',
  });
}
