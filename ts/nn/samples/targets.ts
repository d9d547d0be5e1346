import type { DType, TypedArray } from '../../array.js';
import type { FloatArray, Targets } from '../../backend/backend.js';
import { flatten, type FlatArray } from '../../convert/flatten.js';
import { toFloats } from '../../convert/floats.js';
import { ArgumentError, ShapeError } from '../../errors.js';
import { shapeText, sizeOf } from '../../shape.js';
import type { LossDefinition } from '../contracts.js';
import { outOfRange, type TargetRange } from '../losses/targetRange.js';
import type { Plan } from '../compile/plan.js';
import { readEach } from './each.js';
import { indexText, nonFinite } from './inputs.js';
import { sampleWeights } from './sampleWeights.js';

/** The samples, outputs and loss that the targets of one output must fit. */
export interface TargetPlan {
  readonly samples: number;
  /** Number of outputs of the model for one sample. */
  readonly units: number;
  readonly loss: LossDefinition;
  readonly dtype: DType;
}

/** Reads the targets of one output: class labels (if there are several units), or one value for each unit. */
export function readTargets(y: unknown, name: string, plan: TargetPlan, operation: string): Targets {
  const flat = flatten(y, name, operation);
  const { units, samples, loss } = plan;
  checkLength(flat, name, plan, operation);
  if (units > 1 && flat.data.length === samples) return { labels: labels(flat, name, units, operation) };
  if (loss.targets === 'labels') throw wantsLabels(flat, name, loss, units, operation);
  if (flat.data.length !== samples * units) throw targetMisfit(flat, name, plan, operation);
  const values = toFloats(flat.data, flat.scale, plan.dtype);
  const bad = values.findIndex((value: number) => !Number.isFinite(value));
  if (bad >= 0) throw nonFinite(name, flat.shape ?? [samples, units], bad, values[bad] ?? NaN, operation);
  checkRange(
    values,
    loss.range,
    (index) => name + indexText(flat.shape ?? [samples, units], index),
    operation,
  );
  return { values, width: units };
}

function checkRange(
  values: FloatArray,
  range: TargetRange | undefined,
  nameOf: (index: number) => string,
  operation: string,
): void {
  if (!range) return;
  const beyond = values.findIndex((value: number) => !range.accepts(value));
  if (beyond >= 0) throw outOfRange(nameOf(beyond), values[beyond] ?? NaN, range, operation);
}

/** Reads the targets of all outputs of a model. */
export function readAllTargets(
  y: unknown,
  name: string,
  plan: Plan,
  { losses, samples, dtype }: { losses: readonly LossDefinition[]; samples: number; dtype: DType },
  operation: string,
): readonly Targets[] {
  return readEach(y, name, plan.outputs, 'output', operation).map(({ value, name }, index) => {
    const units = sizeOf(plan.outputs[index]?.shape ?? []);
    const loss = losses[index] ?? losses[0];
    if (!loss) throw new Error('a compiled model has a loss for each output');
    return readTargets(value, name, { samples, units, loss, dtype }, operation);
  });
}

/** Adds the weights of samples and classes to the targets, if there are any. */
export function weighTargets(
  targets: readonly Targets[],
  given: { readonly sampleWeight?: unknown; readonly classWeight?: unknown },
  plan: Plan,
  { samples, dtype }: { readonly samples: number; readonly dtype: DType },
  operation: string,
): readonly Targets[] {
  if (given.sampleWeight === undefined && given.classWeight === undefined) return targets;
  return targets.map((target, output) => {
    const units = sizeOf(plan.outputs[output]?.shape ?? []);
    const weights = sampleWeights(given, { targets: target, samples, units }, operation);
    return weights ? { ...target, weights: toFloats(weights, 1, dtype) } : target;
  });
}

/** The targets of the samples from index `start` to before `end`, without copying. */
export function sliceTargets(targets: Targets, start: number, end: number): Targets {
  const weights = targets.weights && { weights: targets.weights.subarray(start, end) };
  if ('labels' in targets) return { labels: targets.labels.subarray(start, end), ...weights };
  const { values, width } = targets;
  return { values: values.subarray(start * width, end * width), width, ...weights };
}

/** Copies the targets of the samples with these indices, in their order. */
export function takeTargets(targets: Targets, order: Uint32Array): Targets {
  const all = targets.weights;
  const weights = all && { weights: Float64Array.from(order, (sample) => all[sample] ?? 1) };
  if ('labels' in targets) {
    const { labels } = targets;
    return { labels: order.map((sample) => labels[sample] ?? 0), ...weights };
  }
  const { values, width } = targets;
  const copied =
    values instanceof Float32Array
      ? new Float32Array(order.length * width)
      : new Float64Array(order.length * width);
  order.forEach((sample, index) => {
    copied.set(values.subarray(sample * width, (sample + 1) * width), index * width);
  });
  return { values: copied, width, ...weights };
}

/** Checks class labels and converts them to the type that is passed to the kernels. */
export function labels(
  { data, scale }: FlatArray,
  name: string,
  classes: number,
  operation: string,
): Uint32Array {
  const result = new Uint32Array(data.length);
  for (let i = 0; i < result.length; i++) {
    const value = (data[i] ?? 0) * scale;
    if (!(Number.isInteger(value) && value >= 0 && value < classes)) {
      throw badLabel(`${name}[${i}]`, value, classes, operation);
    }
    result[i] = value;
  }
  return result;
}

function badLabel(where: string, value: number, classes: number, operation: string): ArgumentError {
  return new ArgumentError({
    code: Number.isInteger(value) ? 'label-out-of-range' : 'label-not-an-integer',
    operation,
    actual: `${where} is ${value}`,
    expected: `class labels must be whole numbers from 0 to ${classes - 1}, as the model has ${classes} outputs`,
    remedy: 'correct the labels, or give the last layer as many units as there are classes',
  });
}

/** Checks the number of targets, which is the size of the first axis if a shape is known. */
function checkLength({ data, shape }: FlatArray, name: string, plan: TargetPlan, operation: string): void {
  const { samples, units } = plan;
  const length = shape === undefined ? lengthOf(data, samples, units) : (shape[0] ?? 0);
  if (length === samples) return;
  throw new ShapeError({
    code: 'length-mismatch',
    operation,
    actual: `${name} has ${length} targets`,
    expected: `there are ${samples} samples`,
    remedy: 'pass one target for each sample',
  });
}

function lengthOf(data: TypedArray, samples: number, units: number): number {
  return data.length === samples * units ? samples : data.length;
}

function targetMisfit(flat: FlatArray, name: string, plan: TargetPlan, operation: string): ShapeError {
  const { samples, units } = plan;
  return new ShapeError({
    code: 'target-shape',
    operation,
    actual: `${name} has shape ${shapeText(flat.shape ?? [flat.data.length])}`,
    expected: `the model has ${units} outputs for each of ${samples} samples`,
    remedy: `pass targets of shape [${samples}, ${units}]${units > 1 ? ` or class labels of shape [${samples}]` : ''}`,
  });
}

function wantsLabels(
  flat: FlatArray,
  name: string,
  loss: LossDefinition,
  units: number,
  operation: string,
): ShapeError {
  return new ShapeError({
    code: 'target-shape',
    operation,
    actual: `${name} has shape ${shapeText(flat.shape ?? [flat.data.length])} and the model ${units} outputs`,
    expected: `${loss.name} needs one class label for each sample and at least 2 outputs`,
    remedy:
      units > 1
        ? "pass labels of shape [n], or use the loss 'categoricalCrossentropy'"
        : 'give the last layer one unit for each class',
  });
}
