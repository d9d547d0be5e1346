import { badOption, checkOptions, integer, number, positiveInteger } from '../../checks.js';

/** One report on a running request. */
export interface FetchProgress {
  /** Address of the request. */
  readonly url: string;
  /** Bytes received so far. */
  readonly loaded: number;
  /** Size of the body in bytes; undefined while the server has not sent it. */
  readonly total: number | undefined;
}

export interface FetchOptions {
  /** Called as bytes arrive. */
  readonly onProgress?: ((progress: FetchProgress) => void) | undefined;
  /** Longest wait for the server to send anything, in milliseconds; 30 000 by default. */
  readonly timeout?: number | undefined;
  /** SHA-256 of the body in hexadecimal; a body with another one is refused. */
  readonly sha256?: string | undefined;
  /**
   * Whether a copy is kept and used by later calls without asking the server, in the user's cache folder or, for a text,
   * in the folder of that name (in a browser, the cache of that name); false by default. A copy that does not have
   * `sha256` is fetched again.
   */
  readonly cache?: boolean | string | undefined;
  /** Aborts the request; the call throws the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** How often a request is repeated after a temporary failure (network, timeout, busy server); 2 by default. */
  readonly retries?: number | undefined;
  /** Largest body accepted, in bytes; 1 GiB by default. */
  readonly maxBytes?: number | undefined;
}

export const fetchOptionNames = [
  'onProgress',
  'timeout',
  'sha256',
  'cache',
  'signal',
  'retries',
  'maxBytes',
] satisfies (keyof FetchOptions)[];

/** Options with their defaults. */
export interface FetchSettings {
  readonly onProgress: ((progress: FetchProgress) => void) | undefined;
  readonly timeout: number;
  readonly sha256: string | undefined;
  readonly cache: boolean | string;
  readonly signal: AbortSignal | undefined;
  readonly retries: number;
  readonly maxBytes: number;
}

/** Refuses unknown options and unusable values before anything is requested. */
export function readFetchOptions(options: FetchOptions, operation: string): FetchSettings {
  checkOptions(options, fetchOptionNames, operation);
  const { cache = false, onProgress, sha256, signal } = options;
  const refuseUnless = (valid: boolean, name: keyof FetchOptions, expected: string, remedy: string) => {
    if (!valid) throw badOption(name, options[name], expected, remedy, operation);
  };
  const isSum = sha256 === undefined || (typeof sha256 === 'string' && /^[0-9a-f]{64}$/i.test(sha256));
  refuseUnless(isSum, 'sha256', 'it must be 64 hexadecimal digits', 'correct it, or leave it out');
  const isCache = typeof cache === 'boolean' || (typeof cache === 'string' && cache !== '');
  refuseUnless(isCache, 'cache', 'it must be true, false or the name of a folder', 'pass cache: true');
  const isCallback = onProgress === undefined || typeof onProgress === 'function';
  refuseUnless(isCallback, 'onProgress', 'it must be a function', 'pass a callback, or leave it out');
  const isSignal = signal === undefined || signal instanceof AbortSignal;
  refuseUnless(isSignal, 'signal', 'it must be an AbortSignal', 'pass signal: controller.signal');
  return {
    onProgress,
    timeout: number(options.timeout ?? 30_000, 'timeout', operation, { lowest: 1 }),
    sha256,
    cache,
    signal,
    retries: integer(options.retries ?? 2, 'retries', operation, 0),
    maxBytes: positiveInteger(options.maxBytes ?? 2 ** 30, 'maxBytes', operation),
  };
}
