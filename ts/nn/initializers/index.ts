import { type Config, resolve } from '../registry.js';
import { constant, Initializer, ones, zeros } from './initializer.js';
import { orthogonal } from './orthogonal.js';
import { randomNormal, randomUniform, truncatedNormal } from './random.js';
import {
  glorotNormal,
  glorotUniform,
  heNormal,
  heUniform,
  lecunNormal,
  lecunUniform,
} from './varianceScaling.js';

/** Start values of weights and biases. A name stands for the initializer with its defaults. */
export const initializers = {
  zeros,
  ones,
  constant,
  randomNormal,
  randomUniform,
  truncatedNormal,
  glorotUniform,
  glorotNormal,
  heUniform,
  heNormal,
  lecunUniform,
  lecunNormal,
  orthogonal,
};

export type InitializerName = keyof typeof initializers;
export type InitializerLike = InitializerName | Initializer | Config;

export function initializer(value: unknown, operation: string): Initializer {
  return resolve(initializers, Initializer, value, 'initializer', operation);
}
