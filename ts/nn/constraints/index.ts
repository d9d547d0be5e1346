import { type Config, resolve } from '../registry.js';
import { Constraint } from './constraint.js';
import { maxNorm } from './maxNorm.js';

/** Bounds on weights; each may be given by name where its defaults do. */
export const constraints = { maxNorm };

export type ConstraintName = keyof typeof constraints;
export type ConstraintLike = ConstraintName | Constraint | Config;

export function constraint(value: unknown, operation: string): Constraint {
  return resolve(constraints, Constraint, value, 'constraint', operation);
}
