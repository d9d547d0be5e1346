import { type Bytes, concatBytes } from '../../bytes.js';
import { DataError } from '../../errors.js';

export interface HttpRequest {
  readonly operation: string;
  readonly url: string;
  /** Longest wait for the next bytes, in milliseconds. */
  readonly timeout: number;
  readonly signal?: AbortSignal | undefined;
  /** Largest body accepted, in bytes; by default 1 GiB. */
  readonly maxBytes?: number;
  /** Called as bytes arrive; `total` is undefined while the server has not sent it. */
  readonly onProgress?: (loaded: number, total: number | undefined) => void;
}

/** Default limit for a body: a server that never stops sending must not fill the memory. */
const defaultMaxBytes = 2 ** 30;

/** Longest delay that setTimeout takes, in milliseconds; with a longer one it fires at once. */
const maxDelay = 2 ** 31 - 1;

/** The whole body at `url`. Throws a DataError where the request fails, the signal's reason where it is aborted. */
export async function requestBytes(request: HttpRequest): Promise<Bytes> {
  request.signal?.throwIfAborted();
  request.onProgress?.(0, undefined);
  const maxBytes = request.maxBytes ?? defaultMaxBytes;
  const chunks: Bytes[] = [];
  let loaded = 0;
  for await (const { chunk, total } of receive(request)) {
    loaded += chunk.length;
    const size = Math.max(loaded, total ?? 0);
    if (size > maxBytes) throw tooLong(request, size, maxBytes);
    chunks.push(chunk);
    request.onProgress?.(loaded, total);
  }
  return concatBytes(chunks);
}

interface Received {
  readonly chunk: Bytes;
  readonly total: number | undefined;
}

/** The body in chunks, as they arrive. */
export async function* receive(request: HttpRequest): AsyncGenerator<Received> {
  const { url, timeout, signal } = request;
  const controller = new AbortController();
  /** Aborts the request where the promise, one step of it, takes longer than the timeout. */
  const withTimeout = async <T>(promise: Promise<T>): Promise<T> => {
    const timer = setTimeout(
      () => {
        controller.abort();
      },
      Math.min(timeout, maxDelay),
    );
    try {
      return await promise;
    } catch (cause) {
      signal?.throwIfAborted();
      const what = controller.signal.aborted ? `sent nothing for ${timeout} ms` : `failed (${reason(cause)})`;
      throw failed(request, what, cause);
    } finally {
      clearTimeout(timer);
    }
  };
  try {
    const signals = signal ? [controller.signal, signal] : [controller.signal];
    const response = await withTimeout(fetch(url, { signal: AbortSignal.any(signals) }));
    if (!response.ok) throw refused(request, response.status);
    const total = contentLength(response.headers);
    const reader = response.body?.getReader();
    while (reader) {
      const { done, value } = await withTimeout(reader.read());
      if (done) return;
      yield { chunk: value, total };
    }
  } finally {
    controller.abort(); // closes the connection where the body was not read to its end
  }
}

/** Undefined where the server compresses the body on the way: `content-length` then counts compressed bytes. */
function contentLength(headers: Headers): number | undefined {
  const length = Number(headers.get('content-length') ?? Number.NaN);
  return headers.has('content-encoding') || Number.isNaN(length) ? undefined : length;
}

/** Node puts the reason (`ENOTFOUND`) into the cause of a TypeError whose message is `fetch failed`. */
function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  if (!(cause instanceof Error)) return error.message;
  return 'code' in cause ? String(cause.code) : cause.message;
}

/** The error for a temporary failure, of the network or of a busy server: repeating the request may help. */
function failed({ operation, url }: HttpRequest, what: string, cause?: unknown): DataError {
  return new DataError(
    {
      code: 'download',
      operation,
      actual: `${url} ${what}`,
      expected: 'it must send the file',
      remedy: 'check the address and the network',
    },
    { cause },
  );
}

/** HTTP statuses below 500 that are temporary: request timeout, too early, too many requests. */
const temporary = new Set([408, 425, 429]);

function refused(request: HttpRequest, status: number): DataError {
  const what = `answered HTTP ${status}`;
  if (status >= 500 || temporary.has(status)) return failed(request, what);
  return new DataError({
    code: 'http-status',
    operation: request.operation,
    actual: `${request.url} ${what}`,
    expected: 'it must send the file',
    remedy: status === 404 ? 'check the address' : 'check the address and that everyone may read it',
  });
}

function tooLong({ operation, url }: HttpRequest, size: number, maxBytes: number): DataError {
  return new DataError({
    code: 'too-large',
    operation,
    actual: `${url} sends ${size} bytes or more`,
    expected: `at most ${maxBytes} are accepted`,
    remedy: 'check the address, or raise `maxBytes` if the file is meant to be that large',
  });
}
