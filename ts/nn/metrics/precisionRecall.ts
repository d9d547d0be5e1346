import { classScore, type ClassScoreOptions, ratio } from './classScore.js';
import type { Metric } from './metric.js';

/**
 * Share of the samples assigned to a class that belong to it: `tp / (tp + fp)`, 0 if no sample was assigned to it.
 * Several classes are combined as `average` says, or only `classId` counts.
 *
 * @throws ArgumentError for an unknown average, or a class that the model does not have
 * @example metrics.precision({ average: 'weighted' })
 */
export function precision(options: ClassScoreOptions = {}): Metric {
  return classScore('precision', options, ({ truePositives, falsePositives }) =>
    ratio(truePositives, truePositives + falsePositives),
  );
}

/**
 * Share of the samples of a class that are assigned to it: `tp / (tp + fn)`, 0 if the class has no samples. Several
 * classes are combined as `average` says, or only `classId` counts.
 *
 * @throws ArgumentError for an unknown average, or a class that the model does not have
 * @example metrics.recall({ classId: 1 })
 */
export function recall(options: ClassScoreOptions = {}): Metric {
  return classScore('recall', options, ({ truePositives, falseNegatives }) =>
    ratio(truePositives, truePositives + falseNegatives),
  );
}

/**
 * The harmonic mean of precision and recall: `2 tp / (2 tp + fp + fn)`, 0 if all three counts are 0. Several classes
 * are combined as `average` says, or only `classId` counts.
 *
 * @throws ArgumentError for an unknown average, or a class that the model does not have
 * @example metrics.f1({ average: 'none' }) // one value for each class
 */
export function f1(options: ClassScoreOptions = {}): Metric {
  return classScore('f1', options, ({ truePositives, falsePositives, falseNegatives }) =>
    ratio(2 * truePositives, 2 * truePositives + falsePositives + falseNegatives),
  );
}
