import { DataError } from '../../errors.js';
import type { Bytes } from '../../bytes.js';

export interface Request {
  readonly operation: string;
  readonly url: string;
  /** Longest wait for the next bytes, in milliseconds. */
  readonly timeout: number;
  readonly signal?: AbortSignal | undefined;
  /** Largest body accepted, in bytes; by default 1 GiB. */
  readonly maxBytes?: number;
  /** Called as bytes arrive; `total` is undefined while the server has not said it. */
  readonly onProgress?: (loaded: number, total: number | undefined) => void;
}

/** A server that never stops sending must not fill the memory. */
const maxBytes = 2 ** 30;

/** Longer delays would wrap around to none. */
const maxDelay = 2 ** 31 - 1;

/** The body at `url`; a DataError says what went wrong, and an aborted request throws its reason. */
export async function requestBytes(request: Request): Promise<Bytes> {
  request.signal?.throwIfAborted();
  request.onProgress?.(0, undefined);
  const most = request.maxBytes ?? maxBytes;
  const chunks: Bytes[] = [];
  let loaded = 0;
  for await (const { chunk, total } of receive(request)) {
    loaded += chunk.length;
    if (Math.max(loaded, total ?? 0) > most) throw tooLong(request, Math.max(loaded, total ?? 0), most);
    chunks.push(chunk);
    request.onProgress?.(loaded, total);
  }
  return concatenate(chunks, loaded);
}

interface Received {
  readonly chunk: Bytes;
  readonly total: number | undefined;
}

/** The body as it arrives. */
export async function* receive(request: Request): AsyncGenerator<Received> {
  const { url, timeout, signal } = request;
  const stop = new AbortController();
  const inTime = async <T>(promise: Promise<T>): Promise<T> => {
    const timer = setTimeout(
      () => {
        stop.abort();
      },
      Math.min(timeout, maxDelay),
    );
    try {
      return await promise;
    } catch (cause) {
      signal?.throwIfAborted();
      const what = stop.signal.aborted ? `sent nothing for ${timeout} ms` : `failed (${reason(cause)})`;
      throw failed(request, what, cause);
    } finally {
      clearTimeout(timer);
    }
  };
  try {
    const signals = signal ? [stop.signal, signal] : [stop.signal];
    const response = await inTime(fetch(url, { signal: AbortSignal.any(signals) }));
    if (!response.ok) throw refused(request, response.status);
    const total = contentLength(response.headers);
    const reader = response.body?.getReader();
    while (reader) {
      const { done, value } = await inTime(reader.read());
      if (done) return;
      yield { chunk: value, total };
    }
  } finally {
    stop.abort(); // closes the connection when the body was not read to its end
  }
}

/** Undefined where the server compresses on the way: its length is then not that of the body. */
function contentLength(headers: Headers): number | undefined {
  const length = Number(headers.get('content-length') ?? Number.NaN);
  return headers.has('content-encoding') || Number.isNaN(length) ? undefined : length;
}

/** Node hides what happened (`ENOTFOUND`) in the cause of a TypeError that says `fetch failed`. */
function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  if (!(cause instanceof Error)) return error.message;
  return 'code' in cause ? String(cause.code) : cause.message;
}

function concatenate(chunks: readonly Uint8Array[], length: number): Bytes {
  const bytes = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.length;
  }
  return bytes;
}

/** A failure that may pass: the network's, or a server's that is busy. */
function failed({ operation, url }: Request, what: string, cause?: unknown): DataError {
  return new DataError(
    {
      code: 'download',
      operation,
      actual: `${url} ${what}`,
      expected: 'the file was wanted',
      remedy: 'check the address and the network',
    },
    { cause },
  );
}

/** Request timeout, too early, too many requests; besides these, errors of the server itself. */
const passing = new Set([408, 425, 429]);

function refused(request: Request, status: number): DataError {
  const what = `answered HTTP ${status}`;
  if (status >= 500 || passing.has(status)) return failed(request, what);
  return new DataError({
    code: 'http-status',
    operation: request.operation,
    actual: `${request.url} ${what}`,
    expected: 'the file was wanted',
    remedy: status === 404 ? 'check the address' : 'check the address and that everyone may read it',
  });
}

function tooLong({ operation, url }: Request, size: number, most: number): DataError {
  return new DataError({
    code: 'too-large',
    operation,
    actual: `${url} sends ${size} bytes or more`,
    expected: `at most ${most} are accepted`,
    remedy: 'check the address, or raise `maxBytes` if the file is meant to be that large',
  });
}
