import type { Bytes } from '../../bytes.js';

/**
 * Unpacks a gzip file into at most `size` bytes.
 *
 * @returns a promise that rejects when the content is corrupt or longer
 */
export async function gunzip(bytes: Bytes, size: number): Promise<Bytes> {
  const { readable, writable } = new DecompressionStream('gzip');
  const writer = writable.getWriter();
  // The reader reports every failure; these two promises would only repeat it.
  writer.write(bytes).catch(() => undefined);
  writer.close().catch(() => undefined);
  const reader = readable.getReader();
  const content = new Uint8Array(size);
  let length = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return content.subarray(0, length);
      content.set(value, length); // throws a RangeError when the content is longer
      length += value.length;
    }
  } finally {
    reader.cancel().catch(() => undefined);
  }
}

/** Packs bytes by deflate, without a header or a checksum. */
export async function deflateRaw(bytes: Bytes): Promise<Bytes> {
  const packed = new Blob([bytes]).stream().pipeThrough(new CompressionStream('deflate-raw'));
  return new Uint8Array(await new Response(packed).arrayBuffer());
}

/**
 * Unpacks what `deflateRaw` packs into at most `size` bytes.
 *
 * @returns a promise that rejects when the content is corrupt or longer
 */
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
