import { decodeSafetensors } from '../../dist/files/safetensors.js';
import { encodeSafetensors } from '../../dist/files/safetensors.js';

/** What `save` writes, taken apart. */
export interface Parts {
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- tests put anything anywhere
  description: any;
  tensors: Map<string, { data: Float32Array | Float64Array; shape: readonly number[] }>;
}

/** A file in which something was changed. */
export function changed(file: Uint8Array, change: (parts: Parts) => void): Uint8Array<ArrayBuffer> {
  const { tensors, metadata } = decodeSafetensors(file as Uint8Array<ArrayBuffer>);
  const parts: Parts = {
    description: JSON.parse(metadata['ferrograd'] ?? 'null'),
    tensors: new Map(tensors) as Parts['tensors'],
  };
  change(parts);
  return encodeSafetensors(parts.tensors, { ferrograd: JSON.stringify(parts.description) });
}

/** The same with a description as text, for what `JSON.stringify` does not write. */
export function described(file: Uint8Array, text: string): Uint8Array<ArrayBuffer> {
  const { tensors } = decodeSafetensors(file as Uint8Array<ArrayBuffer>);
  return encodeSafetensors(tensors as never, { ferrograd: text });
}
