import { show, unknownName } from '../../checks.js';
import { DTypeError } from '../../errors.js';
import { isConfig } from '../registry.js';
import { layers } from './index.js';
import type { Layer } from './layer.js';

/** Names of the arguments that a layer's factory takes before its options, where there are any. */
const POSITIONAL: Readonly<Record<string, readonly string[]>> = {
  activation: ['activation'],
  conv2d: ['filters', 'kernelSize'],
  dense: ['units'],
  depthwiseConv2d: ['kernelSize'],
  dropout: ['rate'],
  reshape: ['targetShape'],
};

/**
 * Makes the layer that a saved config describes.
 *
 * @param name of the layer in the model
 * @throws DTypeError if this is not a config
 * @throws ArgumentError for an unknown kind or options out of range
 */
export function layerFromConfig(config: unknown, name: unknown, operation: string): Layer {
  if (!isConfig(config)) {
    throw new DTypeError({
      code: 'not-a-layer',
      operation,
      actual: `a layer is ${show(config)}`,
      expected: 'it must be an object with its kind and options',
      remedy: 'save the model again',
    });
  }
  const { kind, ...options } = config;
  const registry: Readonly<Record<string, unknown>> = layers;
  const factory = Object.hasOwn(registry, kind) ? registry[kind] : undefined;
  if (typeof factory !== 'function') throw unknownName(kind, Object.keys(layers), 'layer', operation);
  const positional = POSITIONAL[kind] ?? [];
  const rest = Object.fromEntries(Object.entries(options).filter(([option]) => !positional.includes(option)));
  const make = factory as (...values: readonly unknown[]) => Layer;
  return make(...positional.map((option) => options[option]), { ...rest, name });
}
