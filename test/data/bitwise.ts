/**
 * Whether two arrays of one type have the same bytes. Vitest's `toEqual` walks over elements one by one, which takes seconds
 * for a million of them.
 */
export function isBitwiseEqual(a: Float32Array | Float64Array, b: Float32Array | Float64Array): boolean {
  const bytesOf = ({ buffer, byteOffset, byteLength }: ArrayBufferView) =>
    new Uint8Array(buffer, byteOffset, byteLength);
  return a.constructor === b.constructor && Buffer.compare(bytesOf(a), bytesOf(b)) === 0;
}
