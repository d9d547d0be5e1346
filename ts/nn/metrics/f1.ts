import { classScore, type ClassScoreOptions, ratio } from './classScore.js';
import type { Metric } from './metric.js';

/**
 * The harmonic mean of precision and recall: `2 tp / (2 tp + fp + fn)`, 0 where there are none. With several
 * classes as `average` says, all of them counting, or for `classId` alone.
 *
 * @throws ArgumentError for an unknown average or a class that is none
 * @example metrics.f1({ average: 'none' }) // one for each class
 */
export function f1(options: ClassScoreOptions = {}): Metric {
  return classScore('f1', options, ({ truePositives, falsePositives, falseNegatives }) =>
    ratio(2 * truePositives, 2 * truePositives + falsePositives + falseNegatives),
  );
}
