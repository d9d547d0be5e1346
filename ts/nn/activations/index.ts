import type { ArrayLike, NdArray } from '../../array.js';
import type { FloatArray } from '../../backend/backend.js';
import { type Config, resolve } from '../registry.js';
import { Activation } from './activation.js';
import { activationDerivative, evaluateActivation } from '../standalone/activation.js';
import { elu } from './elu.js';
import { gelu } from './gelu.js';
import { leakyRelu } from './leakyRelu.js';
import { plain } from './plain.js';

/** What makes the activations, by name. */
export const activationFactories = {
  /** `a = z` */
  linear: plain('linear'),
  /** `a = max(0, z)` */
  relu: plain('relu'),
  leakyRelu,
  elu,
  /** `a = λ z` where z > 0, else `λ α (eᶻ − 1)`, λ = 1.0507…, α = 1.6733…. Klambauer et al., NeurIPS 2017. */
  selu: plain('selu'),
  gelu,
  /** `a = z/(1 + e⁻ᶻ)`, also called swish */
  silu: plain('silu'),
  /** `a = ln(1 + eᶻ)` */
  softplus: plain('softplus'),
  /** `a = z/(1 + |z|)` */
  softsign: plain('softsign'),
  /** `a = 1/(1 + e⁻ᶻ)` */
  sigmoid: plain('sigmoid'),
  /** `a = min(6, max(0, z + 3))/6` */
  hardSigmoid: plain('hardSigmoid'),
  /** `a = tanh z` */
  tanh: plain('tanh'),
  /** `a = arctan z` */
  arctan: plain('arctan'),
  /** `aᵢ = eᶻⁱ/Σⱼeᶻʲ` over the last axis of a sample */
  softmax: plain('softmax', 'rows'),
  /** `aᵢ = zᵢ − ln Σⱼeᶻʲ` over the last axis of a sample */
  logSoftmax: plain('logSoftmax', 'rows'),
};

export type ActivationName = keyof typeof activationFactories;
export type ActivationLike = ActivationName | Activation | Config;

export function activation(value: unknown, operation: string): Activation {
  return resolve(activationFactories, Activation, value, 'activation', operation);
}

/**
 * An activation by hand, to plot or to compare with: its values for any numbers.
 *
 * @param x numbers in any shape; `softmax` and `logSoftmax` act along the last axis
 * @returns an array of the same shape, float32 where x is a Float32Array, else float64
 * @throws ArgumentError for an unknown activation
 * @throws DTypeError where x is no array of numbers
 * @example activations.evaluate('tanh', [-1, 0, 1])
 */
function evaluate(name: ActivationLike, x: ArrayLike): NdArray<FloatArray> {
  return evaluateActivation(activation(name, 'evaluate'), x);
}

/**
 * The derivative of an activation at any numbers, in closed form. At a bend it is the one that training takes:
 * 0 for `relu` at 0.
 *
 * @returns an array of the same shape, float32 where x is a Float32Array, else float64
 * @throws ArgumentError for an unknown activation, and for `softmax` and `logSoftmax`, which have a whole matrix
 * @throws DTypeError where x is no array of numbers
 * @example activations.derivative('softplus', [-1, 0, 1]) // the sigmoid
 */
function derivative(name: ActivationLike, x: ArrayLike): NdArray<FloatArray> {
  return activationDerivative(activation(name, 'derivative'), x);
}

/** Functions that layers apply to their sums z; each may be given to a layer by name where its defaults do. */
export const activations = { ...activationFactories, evaluate, derivative };
