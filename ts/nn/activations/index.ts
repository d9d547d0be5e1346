import type { ArrayLike, NdArray } from '../../array.js';
import type { FloatArray } from '../../backend/backend.js';
import { type Config, resolve } from '../registry.js';
import { Activation, plainActivation } from './activation.js';
import { activationDerivative, evaluateActivation } from '../standalone/activation.js';
import { elu } from './elu.js';
import { gelu } from './gelu.js';
import { leakyRelu } from './leakyRelu.js';

/** The factories of the activations, by name. */
export const activationFactories = {
  /** `a = z` */
  linear: plainActivation('linear'),
  /** `a = max(0, z)` */
  relu: plainActivation('relu'),
  leakyRelu,
  elu,
  /** `a = λ z` where z > 0, else `λ α (eᶻ − 1)`, λ = 1.0507…, α = 1.6733…. Klambauer et al., NeurIPS 2017. */
  selu: plainActivation('selu'),
  gelu,
  /** `a = z/(1 + e⁻ᶻ)`, also called swish */
  silu: plainActivation('silu'),
  /** `a = ln(1 + eᶻ)` */
  softplus: plainActivation('softplus'),
  /** `a = z/(1 + |z|)` */
  softsign: plainActivation('softsign'),
  /** `a = 1/(1 + e⁻ᶻ)` */
  sigmoid: plainActivation('sigmoid'),
  /** `a = min(6, max(0, z + 3))/6` */
  hardSigmoid: plainActivation('hardSigmoid'),
  /** `a = tanh z` */
  tanh: plainActivation('tanh'),
  /** `a = arctan z` */
  arctan: plainActivation('arctan'),
  /** `aᵢ = eᶻⁱ/Σⱼeᶻʲ` over the last axis of a sample */
  softmax: plainActivation('softmax', 'rows'),
  /** `aᵢ = zᵢ − ln Σⱼeᶻʲ` over the last axis of a sample */
  logSoftmax: plainActivation('logSoftmax', 'rows'),
};

export type ActivationName = keyof typeof activationFactories;
export type ActivationLike = ActivationName | Activation | Config;

export function activation(value: unknown, operation: string): Activation {
  return resolve(activationFactories, Activation, value, 'activation', operation);
}

/**
 * The values of an activation at any numbers, to plot them or to compare with them.
 *
 * @param x numbers in any shape; `softmax` and `logSoftmax` act along the last axis
 * @returns an array of the same shape, float32 if x is a Float32Array, else float64
 * @throws ArgumentError for an unknown activation
 * @throws DTypeError if x is not an array of numbers
 * @example activations.evaluate('tanh', [-1, 0, 1])
 */
function evaluate(name: ActivationLike, x: ArrayLike): NdArray<FloatArray> {
  return evaluateActivation(activation(name, 'evaluate'), x);
}

/**
 * The derivative of an activation at any numbers, in closed form. Where an activation is not differentiable, the
 * result is the value that training uses: 0 for `relu` at 0.
 *
 * @returns an array of the same shape, float32 if x is a Float32Array, else float64
 * @throws ArgumentError for an unknown activation, and for `softmax` and `logSoftmax`, whose derivative is a matrix
 * @throws DTypeError if x is not an array of numbers
 * @example activations.derivative('softplus', [-1, 0, 1]) // the sigmoid
 */
function derivative(name: ActivationLike, x: ArrayLike): NdArray<FloatArray> {
  return activationDerivative(activation(name, 'derivative'), x);
}

/** Functions that layers apply to their weighted sums z. A name stands for the activation with its defaults. */
export const activations = { ...activationFactories, evaluate, derivative };
