import { DataError } from '../errors.js';
import { type Bytes, type Source } from '../bytes.js';
import { fetchBytes } from './fetch-bytes.js';
import { unpack } from './unpack.js';

/** One report on a running download. */
export interface DownloadProgress {
  /** Name of the file, such as `train-images-idx3-ubyte.gz`. */
  readonly file: string;
  /** Address it is fetched from. */
  readonly url: string;
  /** Bytes received. */
  readonly loaded: number;
  /** Bytes in all; undefined while the server has not said it. */
  readonly total: number | undefined;
}

export interface DownloadRequest {
  readonly operation: string;
  readonly file: string;
  /** Tried in turn; one that fails moves to the end, so that the next file does not wait for it again. */
  readonly mirrors: string[];
  /** Lower-case hexadecimal SHA-256 of the unpacked file. */
  readonly sha256: string;
  readonly timeout: number;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress: (progress: DownloadProgress) => void;
  /** What to do when no mirror has the file, as a clause. */
  readonly remedy: string;
}

/** Largest file that is unpacked for its checksum. */
const maxBytes = 2 ** 31;

/** The file, as sent, from the first mirror that has it intact. */
export async function download(request: DownloadRequest): Promise<Bytes> {
  const { operation, file, mirrors, timeout, signal, remedy } = request;
  const failures: DataError[] = [];
  for (const mirror of [...mirrors]) {
    const url = mirror.endsWith('/') ? mirror + file : `${mirror}/${file}`;
    const onProgress = (loaded: number, total: number | undefined) => {
      request.onProgress({ file, url, loaded, total });
    };
    try {
      const bytes = await fetchBytes({ operation, url, timeout, signal, onProgress });
      await verify(bytes, request.sha256, { operation, name: url });
      return bytes;
    } catch (error) {
      if (!(error instanceof DataError)) throw error;
      failures.push(error);
      mirrors.push(...mirrors.splice(mirrors.indexOf(mirror), 1));
    }
  }
  const actual = failures.map((failure) => failure.actual).join(', ');
  const expected = `an intact ${file} is needed`;
  const cause = new AggregateError(failures, 'every mirror failed');
  throw new DataError({ code: 'download', operation, actual, expected, remedy }, { cause });
}

/** Checks the content, which does not depend on who compressed it, or whether fetch has unpacked it already. */
async function verify(bytes: Bytes, sha256: string, source: Source): Promise<void> {
  const content = await unpack(bytes, source, maxBytes);
  // Browsers have no digests on pages served by plain http.
  const { subtle } = globalThis.crypto as Partial<Crypto>;
  if (!subtle) throw mismatch(source, 'cannot be checked on this page', 'checksums need https or localhost');
  const digest = new Uint8Array(await subtle.digest('SHA-256', content));
  const actual = Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
  if (actual !== sha256) {
    throw mismatch(source, `has checksum ${actual.slice(0, 8)}…`, `${sha256.slice(0, 8)}… is the right one`);
  }
}

function mismatch({ operation, name }: Source, what: string, expected: string): DataError {
  const remedy = 'use another mirror';
  return new DataError({ code: 'checksum', operation, actual: `${name} ${what}`, expected, remedy });
}
