import { decodeSafetensors } from '../../dist/files/safetensors.js';
import { encodeSafetensors } from '../../dist/files/safetensors.js';

/** What `save` writes, taken apart. */
export interface Parts {
  description: Description;
  tensors: Map<string, { data: Float32Array | Float64Array; shape: readonly number[] }>;
}

interface Input {
  name: unknown;
  shape: unknown;
}

interface Layer {
  name: unknown;
  from: unknown;
  config: Record<string, unknown>;
}

/** Of the net in `broken.test.ts`; anything may be put anywhere. */
export interface Description {
  format: unknown;
  name: unknown;
  dtype: unknown;
  seed: unknown;
  graph: { inputs: [Input, Input]; layers: [Layer, Layer, Layer, Layer]; outputs: unknown };
  training: { optimizer: Record<string, unknown>; loss: unknown[]; metrics: unknown };
  state: Record<string, unknown> & {
    progress: Record<string, unknown> & { part: Record<string, unknown> };
  };
}

/** A file in which something was changed. */
export function changed(file: Uint8Array, change: (parts: Parts) => void): Uint8Array<ArrayBuffer> {
  const { tensors, metadata } = decodeSafetensors(file);
  const parts: Parts = {
    description: JSON.parse(metadata['ferrograd'] ?? 'null') as Description,
    tensors: new Map(tensors) as Parts['tensors'],
  };
  change(parts);
  return encodeSafetensors(parts.tensors, { ferrograd: JSON.stringify(parts.description) });
}

/** The same with a description as text, for what `JSON.stringify` does not write. */
export function described(file: Uint8Array, text: string): Uint8Array<ArrayBuffer> {
  const { tensors } = decodeSafetensors(file);
  return encodeSafetensors(tensors, { ferrograd: text });
}
