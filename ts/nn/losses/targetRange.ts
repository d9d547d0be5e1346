import { ArgumentError } from '../../errors.js';

/** The values of targets for which a loss is defined. */
export interface TargetRange {
  readonly accepts: (value: number) => boolean;
  readonly expected: string;
  readonly remedy: string;
}

export const probabilities: TargetRange = {
  accepts: (value) => value >= 0 && value <= 1,
  expected: 'targets must be from 0 to 1',
  remedy: 'scale the targets to probabilities, or use the loss meanSquaredError',
};

export const shares: TargetRange = {
  accepts: (value) => value >= 0,
  expected: 'targets must not be negative',
  remedy: 'pass one-hot vectors or probabilities',
};

export const signs: TargetRange = {
  accepts: (value) => value === 0 || value === 1 || value === -1,
  expected: 'targets must be -1 and 1, or 0 and 1',
  remedy: 'encode the two classes as such numbers',
};

/**
 * The error for a target outside the range.
 *
 * @param where the target as the user would write it, such as `y[3][1]`
 */
export function outOfRange(
  where: string,
  value: number,
  range: TargetRange,
  operation: string,
): ArgumentError {
  return new ArgumentError({
    code: 'target-out-of-range',
    operation,
    actual: `${where} is ${value}`,
    expected: range.expected,
    remedy: range.remedy,
  });
}
