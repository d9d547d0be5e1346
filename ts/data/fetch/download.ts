import type { Bytes } from '../../bytes.js';
import { DataError } from '../../errors.js';
import { verifyChecksum } from './checksum.js';
import { requestBytes } from './request.js';
import { unpackGzip } from '../../files/unpackGzip.js';
import type { DownloadProgress } from '../../platform/contracts.js';

export interface DownloadRequest {
  readonly operation: string;
  readonly file: string;
  /** Addresses of folders, tried in turn; one that fails moves to the end, so that the next file is asked of others first. */
  readonly mirrors: string[];
  /** SHA-256 of the unpacked file, in lower-case hexadecimal. */
  readonly sha256: string;
  /** Longest wait for the next bytes, in milliseconds. */
  readonly timeout: number;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress: (progress: DownloadProgress) => void;
  /** What to do when no mirror has the file, as a clause. */
  readonly remedy: string;
}

/** Largest file that is unpacked for its checksum. */
const maxBytes = 2 ** 31;

/**
 * The file as it was sent, by the first mirror that has it intact.
 *
 * @throws DataError `download` where no mirror has; its cause lists the failure of each
 */
export async function download(request: DownloadRequest): Promise<Bytes> {
  const { operation, file, mirrors, timeout, signal, remedy } = request;
  const failures: DataError[] = [];
  for (const mirror of [...mirrors]) {
    const url = mirror.endsWith('/') ? mirror + file : `${mirror}/${file}`;
    const onProgress = (loaded: number, total: number | undefined) => {
      request.onProgress({ file, url, loaded, total });
    };
    try {
      const bytes = await requestBytes({ operation, url, timeout, signal, onProgress });
      const source = { operation, name: url };
      // The checksum is that of the content: mirrors compress differently, and fetch may have decompressed already.
      await verifyChecksum(
        await unpackGzip(bytes, source, maxBytes),
        request.sha256,
        source,
        'use another mirror',
      );
      return bytes;
    } catch (error) {
      if (!(error instanceof DataError)) throw error;
      failures.push(error);
      mirrors.push(...mirrors.splice(mirrors.indexOf(mirror), 1));
    }
  }
  const actual = failures.map((failure) => failure.actual).join(', ');
  const expected = `an intact ${file} is needed from one of them`;
  const cause = new AggregateError(failures, 'every mirror failed');
  throw new DataError({ code: 'download', operation, actual, expected, remedy }, { cause });
}
