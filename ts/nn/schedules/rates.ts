import type { Schedule } from './schedule.js';

/**
 * The learning rates of `count` steps from the one with index `firstStep`, both counted over all epochs.
 *
 * @param stepsPerEpoch how a schedule that counts epochs knows where they begin
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
