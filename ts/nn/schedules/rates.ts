import type { Schedule } from './schedule.js';

/**
 * The learning rate of each of `count` steps.
 *
 * @param firstStep index of the first of these steps, counted over all epochs
 * @param stepsPerEpoch length of an epoch, by which a schedule that counts epochs finds the epoch of a step
 */
export function rates(
  schedule: Schedule,
  firstStep: number,
  count: number,
  stepsPerEpoch: number,
): Float64Array {
  const result = new Float64Array(count);
  if (schedule.per === 'step') return result.map((_, i) => schedule.rate(firstStep + i));
  for (let i = 0; i < count;) {
    const epoch = Math.floor((firstStep + i) / stepsPerEpoch);
    const end = Math.min(count, (epoch + 1) * stepsPerEpoch - firstStep);
    result.fill(schedule.rate(epoch), i, end);
    i = end;
  }
  return result;
}
