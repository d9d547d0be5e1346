import { type Config, resolve } from '../registry.js';
import { Constraint, maxNorm } from './constraint.js';

/** Bounds on weights. A name stands for the constraint with its defaults. */
export const constraints = { maxNorm };

export type ConstraintName = keyof typeof constraints;
export type ConstraintLike = ConstraintName | Constraint | Config;

export function constraint(value: unknown, operation: string): Constraint {
  return resolve(constraints, Constraint, value, 'constraint', operation);
}
