import { readFile } from '#platform/files.js';
import { checkOptions } from '../../checks.js';
import { fetchWhole } from '../fetch/fetchBytes.js';
import {
  type DecodeOptions,
  decodeOptionNames,
  type ImageArray,
  openDecoder,
  readDecodeOptions,
} from './decodeImage.js';
import { type ImageSize, readSize, resizeImage } from './resizeImage.js';

export interface LoadImageOptions extends DecodeOptions {
  /** Height and width that the image is resized to; by default it keeps its own. */
  readonly size?: ImageSize | undefined;
  /** Aborts the reading; the call throws the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Reads and decodes a PNG or JPEG image; see `decodeImage`.
 *
 * @param source path or `file:` URL in Node; `http:` or `https:` address or a `Blob` (a `File`, too) anywhere; in a
 * browser also an address relative to the page
 * @returns `{ data, shape: [height, width, channels], scale: 1/255 }`
 * @throws DataError as `decodeImage` does, `file` when the file cannot be read, and as `fetchBytes` for an address
 * @example const photo = await loadImage('cat.jpg', { size: [32, 32] })
 */
export async function loadImage(
  source: string | URL | Blob,
  options: LoadImageOptions = {},
): Promise<ImageArray> {
  const operation = 'loadImage';
  checkOptions(options, [...decodeOptionNames, 'size', 'signal'], operation);
  const settings = readDecodeOptions(options, operation);
  const size = options.size && readSize(options.size, 'size', operation);
  const { bytes, name } = await readSource(source, operation, options.signal);
  const decoder = await openDecoder();
  const image = decoder(bytes, settings, { operation, name });
  return size ? resizeImage(image, size) : image;
}

async function readSource(source: string | URL | Blob, operation: string, signal: AbortSignal | undefined) {
  if (source instanceof Blob) {
    const name = 'name' in source ? String(source.name) : 'the blob';
    return { name, bytes: new Uint8Array(await source.arrayBuffer()) };
  }
  const name = String(source);
  const bytes = /^https?:/i.test(name)
    ? await fetchWhole(source, { signal }, operation)
    : await readFile(source, operation, signal);
  return { name, bytes };
}
