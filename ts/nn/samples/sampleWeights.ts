import type { FloatArray, Targets } from '../../backend/backend.js';
import { number, show } from '../../checks.js';
import { flatten } from '../../convert/flatten.js';
import { toFloats } from '../../convert/floats.js';
import { ArgumentError, ShapeError } from '../../errors.js';
import { shapeText } from '../../shape.js';
import { trueClass } from '../metrics/classes.js';

/**
 * Weights of classes: a list with one weight for each class, or an object by class, where a missing class has weight 1.
 */
export type ClassWeights = readonly number[] | Float32Array | Float64Array | Readonly<Record<number, number>>;

/** The samples and targets that the weights must fit. */
export interface WeightedSamples {
  readonly targets: Targets;
  readonly samples: number;
  /** Number of outputs of the model for one sample; a single output distinguishes two classes. */
  readonly units: number;
}

/**
 * Weight of each sample: its own weight times the weight of its class; undefined if neither is given.
 *
 * @throws ArgumentError for weights that are negative, not finite, all zero, or of a class that does not exist
 * @throws ShapeError for another number of weights than samples or classes
 * @throws DTypeError for values that are not arrays or, for classes, an object
 */
export function sampleWeights(
  given: { readonly sampleWeight?: unknown; readonly classWeight?: unknown },
  weighted: WeightedSamples,
  operation: string,
): FloatArray | undefined {
  const { sampleWeight, classWeight } = given;
  const { samples, targets, units } = weighted;
  const own = sampleWeight === undefined ? undefined : readSampleWeights(sampleWeight, samples, operation);
  if (classWeight === undefined) return own;
  const byClass = readClassWeights(classWeight, Math.max(2, units), operation);
  const weights = Float64Array.from(
    { length: samples },
    (_, sample) => (byClass[trueClass(targets, sample)] ?? 1) * (own?.[sample] ?? 1),
  );
  return checked(weights, 'the weights of all samples together', operation);
}

/** Reads the weight of each sample. */
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

/** Reads the weight of each class. */
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
    expected: 'at least one weight must be above 0',
    remedy: 'pass positive weights for the samples or classes that should count',
  });
}

function badWeight(where: string, weight: number, operation: string): ArgumentError {
  return new ArgumentError({
    code: 'weight',
    operation,
    actual: `${where} is ${weight}`,
    expected: 'a weight must be finite and not below 0',
    remedy: 'correct this weight',
  });
}

function noClass(key: string, classes: number, operation: string): ArgumentError {
  return new ArgumentError({
    code: 'weight-class',
    operation,
    actual: `classWeight has a weight for ${show(key)}`,
    expected: `the classes are 0 to ${classes - 1}`,
    remedy: 'use these classes as keys',
  });
}
