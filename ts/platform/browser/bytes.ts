import type { Bytes } from '../../bytes.js';

/** Whether a byte occurs. */
export function includesByte(bytes: Bytes, byte: number): boolean {
  return bytes.includes(byte);
}
