import { openChunks } from '#platform/files.js';
import type { Bytes, Source } from '../../bytes.js';
import { show, typeName } from '../../checks.js';
import { ArgumentError, DataError, DTypeError } from '../../errors.js';
import { receive } from '../fetch/request.js';
import type { Pieces } from './csvFile.js';

/** Bytes or text that come one after the other: Node's streams, those of the web, generators. */
export type ByteStream = AsyncIterable<Uint8Array | string> | ReadableStream<Uint8Array | string>;

/** What can be read piece by piece; a function opens it anew for each pass. */
export type StreamSource = string | URL | Blob | ByteStream | (() => ByteStream);

const timeout = 30_000;

/** Opens a source for each pass, unpacked where it is gzipped. */
export function openerOf(input: StreamSource, source: Source, signal: AbortSignal | undefined): () => Pieces {
  const pieces = plainOpener(input, source, signal);
  return () => unpacked(pieces(), source);
}

function plainOpener(input: StreamSource, source: Source, signal: AbortSignal | undefined): () => Pieces {
  if (typeof input === 'string' || input instanceof URL) {
    const name = String(input);
    if (/^https?:/i.test(name)) return () => fetched(name, source, signal);
    return () => file(input, source, signal);
  }
  if (input instanceof Blob) return () => bytesOf(input.stream(), source);
  if (typeof input === 'function') return () => bytesOf(input(), source);
  checkStream(input, source);
  let isOpened = false;
  return () => {
    if (isOpened) throw consumed(source);
    isOpened = true;
    return bytesOf(input, source);
  };
}

async function* file(path: string | URL, { operation }: Source, signal?: AbortSignal): Pieces {
  yield* (await openChunks(path, operation, signal)).open();
}

async function* fetched(url: string, { operation }: Source, signal?: AbortSignal): Pieces {
  for await (const { chunk } of receive({ operation, url, timeout, signal })) yield chunk;
}

/** Texts as UTF-8. */
async function* bytesOf(stream: unknown, source: Source): Pieces {
  checkStream(stream, source);
  const encoder = new TextEncoder();
  for await (const piece of iterable(stream)) {
    if (typeof piece === 'string') yield encoder.encode(piece);
    else if (piece instanceof Uint8Array) yield piece as Bytes;
    else throw notBytes(piece, source);
  }
}

/** Not every browser can iterate over its streams. */
function iterable(stream: ByteStream): AsyncIterable<unknown> {
  return Symbol.asyncIterator in stream ? stream : readAll(stream);
}

async function* readAll(stream: ReadableStream<unknown>): AsyncGenerator {
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

/** Looks at the first piece; a gzipped file is unpacked as it comes. */
async function* unpacked(pieces: Pieces, source: Source): Pieces {
  let isFirst = true;
  const iterator: AsyncIterator<Bytes, unknown> = pieces[Symbol.asyncIterator]();
  try {
    for (;;) {
      const { done, value } = await iterator.next();
      if (done) return;
      if (isFirst && value[0] === 0x1f && value[1] === 0x8b) {
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

async function* inflated(
  first: Bytes,
  rest: AsyncIterator<Bytes, unknown>,
  { operation, name }: Source,
): Pieces {
  const { readable, writable } = new DecompressionStream('gzip');
  const writer = writable.getWriter();
  let failure: { readonly error: unknown } | undefined;
  const feed = async () => {
    try {
      for (let piece: Bytes | undefined = first; piece;) {
        // A piece is valid until the next one is asked for.
        await writer.write(piece.slice());
        const { done, value } = await rest.next();
        piece = done ? undefined : value;
      }
      await writer.close();
    } catch (error) {
      failure ??= { error };
      await writer.abort(error).catch(() => undefined);
    }
  };
  const feeding = feed();
  const reader = readable.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } catch (cause) {
    if (failure?.error instanceof DataError) throw failure.error;
    const details = {
      code: 'gzip-corrupt',
      operation,
      actual: `${name} is a corrupt gzip file`,
      expected: 'an intact one is needed',
      remedy: 'copy or download the file again',
    };
    throw new DataError(details, { cause });
  } finally {
    await reader.cancel().catch(() => undefined);
    await feeding;
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
    remedy: "pass such as 'large.csv' or createReadStream('large.csv')",
  });
}

function notBytes(piece: unknown, { operation, name }: Source): DTypeError {
  return new DTypeError({
    code: 'stream-piece',
    operation,
    actual: `${name} gave ${show(piece)}`,
    expected: 'it must give bytes or text',
    remedy: 'do not read it in object mode',
  });
}

function consumed({ operation, name }: Source): ArgumentError {
  return new ArgumentError({
    code: 'stream-consumed',
    operation,
    actual: `${name} was read already`,
    expected: 'a stream gives its content once',
    remedy:
      "pass a path, or a function that opens the stream anew, such as () => createReadStream('large.csv')",
  });
}
