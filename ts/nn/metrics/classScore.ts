import { integer, number, oneOf } from '../../checks.js';
import { ArgumentError } from '../../errors.js';
import { configOf } from '../registry.js';
import { predictedClass, targetAt, trueClass } from './classes.js';
import {
  type Batch,
  type MetricValue,
  Metric,
  type MetricOptions,
  type MetricAccumulator,
} from './metric.js';
import { readName } from './options.js';

/**
 * How the scores of several classes are combined: their mean (`macro`), their mean weighted by the number of samples of
 * each class (`weighted`), the score of the summed counts of all classes (`micro`), or one score for each class
 * (`none`).
 */
export type Average = 'macro' | 'weighted' | 'micro' | 'none';

export const AVERAGES: readonly Average[] = ['macro', 'weighted', 'micro', 'none'];

export interface ClassScoreOptions extends MetricOptions {
  /** How the scores of several classes are combined; `macro` by default. */
  readonly average?: Average | undefined;
  /** Index of the only class that counts, instead of an average. */
  readonly classId?: number | undefined;
  /**
   * Outputs above the threshold count as 1. By default 0.5 for a single output, while the largest of several outputs is
   * the predicted class; with a threshold each of several outputs counts separately, for samples with several labels.
   */
  readonly threshold?: number | undefined;
}

/** Total weights of the samples that are rightly assigned to a class, wrongly assigned to it, and wrongly not. */
export interface Counts {
  truePositives: number;
  falsePositives: number;
  falseNegatives: number;
}

/** A metric that is computed from the counts of each class. */
export function classScore(
  kind: string,
  options: ClassScoreOptions,
  score: (counts: Counts) => number,
): Metric {
  const name = readName(options, ['average', 'classId', 'threshold'], kind);
  const average = oneOf(options.average ?? 'macro', AVERAGES, 'average', kind);
  const classId = options.classId === undefined ? undefined : integer(options.classId, 'classId', kind, 0);
  const threshold =
    options.threshold === undefined ? undefined : number(options.threshold, 'threshold', kind);
  const config = configOf(kind, { average, classId, threshold, name });

  const create = (units: number): MetricAccumulator => {
    const classes = Array.from({ length: units }, () => ({
      truePositives: 0,
      falsePositives: 0,
      falseNegatives: 0,
    }));
    return {
      update: (batch) => count(batch, classes, threshold),
      result: () => {
        const chosen = classes[units === 1 ? 0 : (classId ?? -1)];
        return chosen ? score(chosen) : combine(classes, average, score);
      },
      state: () => classes.map((counts) => ({ ...counts })),
      restore: (state: readonly Counts[]) =>
        classes.forEach((counts, unit) => Object.assign(counts, state[unit])),
    };
  };
  return new Metric(config, create, (units, operation) => checkClass(classId, units, kind, operation));
}

function count(batch: Batch, classes: readonly Counts[], threshold: number | undefined): void {
  const { outputs, targets, units } = batch;
  const isMultilabel = units === 1 || threshold !== undefined;
  for (let sample = 0; sample < batch.count; sample++) {
    const weight = batch.weights?.[sample] ?? 1;
    if (isMultilabel) {
      for (let unit = 0; unit < units; unit++) {
        const isPredicted = (outputs[sample * units + unit] ?? 0) > (threshold ?? 0.5);
        add(classes[unit], isPredicted, targetAt(targets, sample, unit) > 0.5, weight);
      }
    } else {
      const [predicted, expected] = [predictedClass(batch, sample), trueClass(targets, sample)];
      add(classes[predicted], true, predicted === expected, weight);
      if (predicted !== expected) add(classes[expected], false, true, weight);
    }
  }
}

function add(counts: Counts | undefined, isPredicted: boolean, isTrue: boolean, weight: number): void {
  if (!counts) return;
  if (isPredicted && isTrue) counts.truePositives += weight;
  else if (isPredicted) counts.falsePositives += weight;
  else if (isTrue) counts.falseNegatives += weight;
}

function combine(
  classes: readonly Counts[],
  average: Average,
  score: (counts: Counts) => number,
): MetricValue {
  if (average === 'micro') {
    const total = (key: keyof Counts) => classes.reduce((sum, counts) => sum + counts[key], 0);
    return score({
      truePositives: total('truePositives'),
      falsePositives: total('falsePositives'),
      falseNegatives: total('falseNegatives'),
    });
  }
  const support = classes.map(({ truePositives, falseNegatives }) => truePositives + falseNegatives);
  return averaged(Float64Array.from(classes, score), support, average);
}

/**
 * Combines the values of all classes.
 *
 * @param support number of samples of each class, which are the weights of the average `weighted`
 */
export function averaged(values: Float64Array, support: readonly number[], average: Average): MetricValue {
  if (average === 'none') return { data: values, shape: [values.length] };
  const weights = average === 'weighted' ? support : support.map(() => 1);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return total === 0 ? 0 : values.reduce((sum, value, i) => sum + value * (weights[i] ?? 0), 0) / total;
}

/** `part / whole`, or 0 if the whole is 0. */
export function ratio(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}

function checkClass(classId: number | undefined, units: number, kind: string, operation: string): void {
  if (classId === undefined || (units > 1 && classId < units)) return;
  throw new ArgumentError({
    code: 'class-id',
    operation,
    actual: `the metric ${kind} has classId ${classId}`,
    expected:
      units === 1
        ? 'a model with one output has no classes to choose from'
        : `the classes are 0 to ${units - 1}`,
    remedy: units === 1 ? 'leave classId out' : 'choose one of these',
  });
}
