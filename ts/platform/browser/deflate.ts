import type { Bytes } from '../../bytes.js';

/** Content packed by deflate, without header or checksum. */
export async function deflateRaw(bytes: Bytes): Promise<Bytes> {
  const packed = new Blob([bytes]).stream().pipeThrough(new CompressionStream('deflate-raw'));
  return new Uint8Array(await new Response(packed).arrayBuffer());
}

/** What deflate packed, of which at most `size` bytes are wanted; rejects when it is corrupt or longer. */
export async function inflateRaw(bytes: Bytes, size: number): Promise<Bytes> {
  const unpacked = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
  const content = new Uint8Array(size);
  let length = 0;
  for (const reader = unpacked.getReader(); ;) {
    const { done, value } = await reader.read();
    if (done) return content.subarray(0, length);
    if (length + value.length > size) {
      await reader.cancel();
      throw new RangeError(`more than ${size} bytes`);
    }
    content.set(value, length);
    length += value.length;
  }
}
