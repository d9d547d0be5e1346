import { classScore, type ClassScoreOptions, ratio } from './classScore.js';
import type { Metric } from './metric.js';

/**
 * Share of the samples put into a class that belong to it: `tp / (tp + fp)`, 0 where there are none. With several
 * classes as `average` says, all of them counting, or for `classId` alone.
 *
 * @throws ArgumentError for an unknown average or a class that is none
 * @example metrics.precision({ average: 'weighted' })
 */
export function precision(options: ClassScoreOptions = {}): Metric {
  return classScore('precision', options, ({ truePositives, falsePositives }) =>
    ratio(truePositives, truePositives + falsePositives),
  );
}
