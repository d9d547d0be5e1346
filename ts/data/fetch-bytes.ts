import { DataError } from '../errors.js';
import type { Bytes } from '../bytes.js';

export interface FetchRequest {
  readonly operation: string;
  readonly url: string;
  /** Longest wait for the next bytes, in milliseconds. */
  readonly timeout: number;
  readonly signal?: AbortSignal | undefined;
  /** Called as bytes arrive; `total` is undefined while the server has not said it. */
  readonly onProgress?: (loaded: number, total: number | undefined) => void;
}

/** No data set of this kind is larger; a server that never stops sending must not fill the memory. */
const maxBytes = 2 ** 30;

/** Longer delays would wrap around to none. */
const maxDelay = 2 ** 31 - 1;

/** The body at `url`; a DataError says what went wrong, and an aborted request throws its reason. */
export async function fetchBytes(request: FetchRequest): Promise<Bytes> {
  request.signal?.throwIfAborted();
  request.onProgress?.(0, undefined);
  const chunks: Uint8Array[] = [];
  let loaded = 0;
  for await (const { chunk, total } of receive(request)) {
    chunks.push(chunk);
    loaded += chunk.length;
    if (loaded > maxBytes) throw failed(request, `sends more than ${maxBytes} bytes`);
    request.onProgress?.(loaded, total);
  }
  return concatenate(chunks, loaded);
}

interface Received {
  readonly chunk: Uint8Array;
  readonly total: number | undefined;
}

async function* receive(request: FetchRequest): AsyncGenerator<Received> {
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
    if (!response.ok) throw failed(request, `answered HTTP ${response.status}`);
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

function failed({ operation, url }: FetchRequest, what: string, cause?: unknown): DataError {
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
