import { classScore, type ClassScoreOptions, ratio } from './classScore.js';
import type { Metric } from './metric.js';

/**
 * Share of the samples of a class that are put into it: `tp / (tp + fn)`, 0 where there are none. With several
 * classes as `average` says, all of them counting, or for `classId` alone.
 *
 * @throws ArgumentError for an unknown average or a class that is none
 * @example metrics.recall({ classId: 1 })
 */
export function recall(options: ClassScoreOptions = {}): Metric {
  return classScore('recall', options, ({ truePositives, falseNegatives }) =>
    ratio(truePositives, truePositives + falseNegatives),
  );
}
