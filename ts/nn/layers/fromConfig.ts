import { show, unknownName } from '../../checks.js';
import { DTypeError } from '../../errors.js';
import { isConfig } from '../registry.js';
import { layers } from './index.js';
import type { Layer } from './layer.js';

/** The arguments that come before the options. */
const LEADING: Readonly<Record<string, readonly string[]>> = {
  activation: ['activation'],
  conv2d: ['filters', 'kernelSize'],
  dense: ['units'],
  depthwiseConv2d: ['kernelSize'],
  dropout: ['rate'],
  reshape: ['targetShape'],
};

/** Makes a layer again. */
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
  const leading = LEADING[kind] ?? [];
  const rest = Object.fromEntries(Object.entries(options).filter(([option]) => !leading.includes(option)));
  const make = factory as (...values: readonly unknown[]) => Layer;
  return make(...leading.map((option) => options[option]), { ...rest, name });
}
