import type { Bytes } from '../../bytes.js';

/** The content of a gzip file of which at most `size` bytes are wanted; rejects when it is corrupt or longer. */
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
