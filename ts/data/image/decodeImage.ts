import type { ScaledArray } from '../../array.js';
import { type Bytes, type Source, toBytes } from '../../bytes.js';
import { boolean, checkOptions, positiveInteger, show } from '../../checks.js';
import { ArgumentError, DataError } from '../../errors.js';
import { openReaders, passInput, type Readers, type ReadersExports } from '../readers/wasmReaders.js';

/** An image of shape [height, width, channels], as bytes; `value * scale` is in 0 … 1. */
export type ImageArray = ScaledArray<Uint8Array>;

export interface DecodeOptions {
  /** Channels of a pixel: 1 (grey), 3 (red, green, blue; the default) or 4 (also opacity). */
  readonly channels?: 1 | 3 | 4 | undefined;
  /** Whether the image becomes grey; short for `channels: 1`. */
  readonly greyscale?: boolean | undefined;
  /** Largest number of pixels accepted; 100 million by default. */
  readonly maxPixels?: number | undefined;
}

export const decodeOptionNames = ['channels', 'greyscale', 'maxPixels'] satisfies (keyof DecodeOptions)[];

/** Options with their defaults. */
export interface DecodeSettings {
  readonly channels: 1 | 3 | 4;
  readonly maxPixels: number;
}

export function readDecodeOptions(options: DecodeOptions, operation: string): DecodeSettings {
  const greyscale = boolean(options.greyscale ?? false, 'greyscale', operation);
  const { channels = greyscale ? 1 : 3 } = options;
  if (![1, 3, 4].includes(channels) || (greyscale && channels !== 1)) {
    throw new ArgumentError({
      code: 'option-channels',
      operation,
      actual: `channels is ${show(channels)}${greyscale ? ' and greyscale true' : ''}`,
      expected: 'it must be 1, 3 or 4',
      remedy: 'pass channels: 1 for grey, 3 for colours, 4 for colours and opacity',
    });
  }
  return { channels, maxPixels: positiveInteger(options.maxPixels ?? 1e8, 'maxPixels', operation) };
}

/**
 * Decodes a PNG or JPEG image: the same samples on every platform.
 *
 * Grey is `0.299 red + 0.587 green + 0.114 blue` (ITU-R BT.601). Opacity is dropped unless `channels` is 4; samples of 16
 * bits lose their lower half. Orientation and colour profiles are not applied.
 *
 * @param bytes content of the file
 * @returns `{ data, shape: [height, width, channels], scale: 1/255 }`
 * @throws DataError `image-format` (neither PNG nor JPEG), `image-truncated`, `image-corrupt` or `too-large`, before
 * anything larger than the file can fill is allocated
 * @throws ArgumentError for options out of range; DTypeError when `bytes` is not binary data
 * @example const { data, shape } = await decodeImage(await readFile('cat.jpg'), { greyscale: true })
 */
export async function decodeImage(
  bytes: Uint8Array | ArrayBuffer,
  options: DecodeOptions = {},
): Promise<ImageArray> {
  const operation = 'decodeImage';
  checkOptions(options, decodeOptionNames, operation);
  const settings = readDecodeOptions(options, operation);
  const decoder = await openDecoder();
  return decoder(toBytes(bytes, operation), settings, { operation, name: 'the input' });
}

/** Decodes an image, without waiting for anything. */
export type Decoder = (bytes: Bytes, settings: DecodeSettings, source: Source) => ImageArray;

/** A decoder, after the WebAssembly module has been loaded. */
export async function openDecoder(): Promise<Decoder> {
  const readers = await openReaders();
  return (bytes, settings, source) => decode(readers, bytes, settings, source);
}

function decode(readers: Readers, bytes: Bytes, settings: DecodeSettings, source: Source): ImageArray {
  let decoded: Decoded;
  try {
    decoded = readers.use((exports) => decodeIn(exports, bytes, settings));
  } catch (cause) {
    // A trap inside the decoder, which a damaged file can cause; the next call gets a fresh instance.
    throw corrupt(source, 'makes the decoder fail', cause);
  }
  const { fault, width, height, output } = decoded;
  if (fault === 'none') {
    return { data: output, shape: [height, width, settings.channels], scale: 1 / 255 };
  }
  const { operation, name } = source;
  const details = { operation, remedy: 'check the file' };
  switch (fault) {
    case 'format':
      throw new DataError({
        ...details,
        code: 'image-format',
        actual: `${name} begins with ${hex(bytes.subarray(0, 8))}`,
        expected: 'it must be a PNG or JPEG image',
      });
    case 'too large':
      throw new DataError({
        code: 'too-large',
        operation,
        actual: `${name} announces ${width} × ${height} pixels`,
        expected: `at most ${settings.maxPixels} are accepted`,
        remedy: 'check the file, or raise `maxPixels` if it is meant to be that large',
      });
    case 'truncated':
      throw new DataError({
        code: 'image-truncated',
        operation,
        actual: `${name} ends after ${bytes.length} bytes`,
        expected: 'the image is longer',
        remedy: 'copy or download the file again',
      });
    default:
      throw corrupt(source, `is corrupt (${new TextDecoder().decode(output)})`);
  }
}

/** Outcomes of decoding, by their number in crates/readers-wasm. */
const faults = ['none', 'format', 'too large', 'truncated', 'corrupt'] as const;

interface Decoded {
  readonly fault: (typeof faults)[number];
  readonly width: number;
  readonly height: number;
  /** The samples, or the decoder's message. */
  readonly output: Uint8Array;
}

function decodeIn(exports: ReadersExports, bytes: Bytes, { channels, maxPixels }: DecodeSettings): Decoded {
  passInput(exports, bytes);
  exports.decode_image(channels, Math.min(maxPixels, 2 ** 31));
  const result = new Float64Array(exports.memory.buffer, exports.facts(), 4);
  const [fault = 0, width = 0, height = 0, length = 0] = result;
  const output = new Uint8Array(exports.memory.buffer, exports.pixels(), length).slice();
  return { fault: faults[fault] ?? 'corrupt', width, height, output };
}

function corrupt({ operation, name }: Source, what: string, cause?: unknown): DataError {
  const details = {
    code: 'image-corrupt',
    operation,
    actual: `${name} ${what}`,
    expected: 'it must be an intact image',
    remedy: 'copy or download the file again, or save it again in an image program',
  };
  return new DataError(details, { cause });
}

function hex(bytes: Uint8Array): string {
  const text = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(' ');
  return text === '' ? 'nothing' : text;
}
