import { openChunks as openFileChunks } from '#platform/files.js';
import type { Bytes, Source } from '../../bytes.js';
import { show, typeName } from '../../checks.js';
import { ArgumentError, DataError, DTypeError } from '../../errors.js';
import { corruptGzip, isGzip } from '../../files/unpackGzip.js';
import { receive } from '../fetch/request.js';
import type { ByteChunks } from './csvFile.js';

/** Bytes or text in chunks: a stream of Node or of the web, or an asynchronous generator. */
export type ByteStream = AsyncIterable<Uint8Array | string> | ReadableStream<Uint8Array | string>;

/** What can be read in chunks: a path, an address, a Blob, a stream, or a function that opens a stream for each pass. */
export type StreamSource = string | URL | Blob | ByteStream | (() => ByteStream);

/** Longest wait for a server to send the next bytes, in milliseconds. */
const timeout = 30_000;

/** Returns a function that opens a source for one pass, and decompresses it where it is gzipped. */
export function openChunks(
  input: StreamSource,
  source: Source,
  signal: AbortSignal | undefined,
): () => ByteChunks {
  const open = rawOpener(input, source, signal);
  return () => decompressed(open(), source);
}

function rawOpener(input: StreamSource, source: Source, signal: AbortSignal | undefined): () => ByteChunks {
  if (typeof input === 'string' || input instanceof URL) {
    const name = String(input);
    if (/^https?:/i.test(name)) return () => chunksOfUrl(name, source, signal);
    return () => chunksOfFile(input, source, signal);
  }
  if (input instanceof Blob) return () => chunksOfStream(input.stream(), source);
  if (typeof input === 'function') return () => chunksOfStream(input(), source);
  checkStream(input, source);
  let isOpened = false;
  return () => {
    if (isOpened) throw consumed(source);
    isOpened = true;
    return chunksOfStream(input, source);
  };
}

async function* chunksOfFile(
  path: string | URL,
  { operation }: Source,
  signal: AbortSignal | undefined,
): ByteChunks {
  yield* (await openFileChunks(path, operation, signal)).open();
}

async function* chunksOfUrl(url: string, { operation }: Source, signal: AbortSignal | undefined): ByteChunks {
  for await (const { chunk } of receive({ operation, url, timeout, signal })) yield chunk;
}

/** The chunks of a stream, texts encoded as UTF-8. */
async function* chunksOfStream(stream: unknown, source: Source): ByteChunks {
  checkStream(stream, source);
  const encoder = new TextEncoder();
  for await (const chunk of iterable(stream)) {
    if (typeof chunk === 'string') yield encoder.encode(chunk);
    else if (chunk instanceof Uint8Array) yield chunk as Bytes;
    else throw notBytes(chunk, source);
  }
}

/** In some browsers a ReadableStream is not iterable. */
function iterable(stream: ByteStream): AsyncIterable<unknown> {
  return Symbol.asyncIterator in stream ? stream : readAll(stream);
}

async function* readAll<T>(stream: ReadableStream<T>): AsyncGenerator<T> {
  const reader = stream.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel();
  }
}

/** The chunks of a file; where the first one begins as gzip does, decompressed as they come. */
async function* decompressed(chunks: ByteChunks, source: Source): ByteChunks {
  let isFirst = true;
  const iterator: AsyncIterator<Bytes, unknown> = chunks[Symbol.asyncIterator]();
  try {
    for (;;) {
      const { done, value } = await iterator.next();
      if (done) return;
      if (isFirst && isGzip(value)) {
        yield* inflated(value, iterator, source);
        return;
      }
      isFirst = false;
      yield value;
    }
  } finally {
    await iterator.return?.();
  }
}

/**
 * Writes compressed chunks into a DecompressionStream while its output is read. A failure of the source ends the output
 * too, and is thrown in place of the decompressor's where it is a DataError.
 */
async function* inflated(first: Bytes, rest: AsyncIterator<Bytes, unknown>, source: Source): ByteChunks {
  const { readable, writable } = new DecompressionStream('gzip');
  const writer = writable.getWriter();
  let failure: { readonly error: unknown } | undefined;
  const writeAll = async () => {
    try {
      for (let chunk: Bytes | undefined = first; chunk;) {
        // The decompressor may keep what is written, but a chunk is valid only until the next one is asked for.
        await writer.write(chunk.slice());
        const { done, value } = await rest.next();
        chunk = done ? undefined : value;
      }
      await writer.close();
    } catch (error) {
      failure ??= { error };
      await writer.abort(error).catch(() => undefined);
    }
  };
  const written = writeAll();
  const reader = readable.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } catch (cause) {
    if (failure?.error instanceof DataError) throw failure.error;
    throw corruptGzip(source, cause);
  } finally {
    await reader.cancel().catch(() => undefined);
    await written;
  }
}

function checkStream(value: unknown, { operation }: Source): asserts value is ByteStream {
  const isObject = typeof value === 'object' && value !== null;
  if (isObject && (Symbol.asyncIterator in value || typeName(value) === 'ReadableStream')) return;
  throw new DTypeError({
    code: 'stream',
    operation,
    actual: `the source is ${show(value)}`,
    expected: 'it must be a path, an address, a Blob or a stream',
    remedy: "pass 'large.csv' or createReadStream('large.csv'), for example",
  });
}

function notBytes(chunk: unknown, { operation, name }: Source): DTypeError {
  return new DTypeError({
    code: 'stream-piece',
    operation,
    actual: `${name} gave ${show(chunk)}`,
    expected: 'a stream must give bytes or text',
    remedy: 'leave out objectMode, or encode what the stream gives',
  });
}

function consumed({ operation, name }: Source): ArgumentError {
  return new ArgumentError({
    code: 'stream-consumed',
    operation,
    actual: `${name} has been read before`,
    expected: 'a stream gives its content once',
    remedy:
      "pass a path, or a function that opens the stream anew, such as () => createReadStream('large.csv')",
  });
}
