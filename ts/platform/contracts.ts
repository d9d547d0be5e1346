import type { Bytes } from '../bytes.js';

/** A file that was found where it was looked for. */
export interface FoundFile {
  /** Path or address, as messages name it. */
  readonly path: string;
  readonly bytes: Bytes;
}

/** A file that is read chunk by chunk, from its beginning as often as `open` is called. */
export interface ChunkedFile {
  /** Size in bytes. */
  readonly size: number;
  readonly isGzip: boolean;
  /** The file in chunks; each is valid until the next one is asked for, which is read meanwhile. */
  open(): AsyncGenerator<Bytes>;
  /** The whole file at once. */
  readWhole(): Promise<Bytes>;
}

/** An image in a folder that names its class; its content is not read yet. */
export interface ImageFile {
  readonly path: string;
  /** Name of the folder, which is the class. */
  readonly folder: string;
  read(): Promise<Bytes>;
}

/** One report on a running download. */
export interface DownloadProgress {
  /** Name of the file, such as `train-images-idx3-ubyte.gz`. */
  readonly file: string;
  /** Address that it is fetched from. */
  readonly url: string;
  /** Bytes received so far. */
  readonly loaded: number;
  /** Size of the file in bytes; undefined while the server has not sent it. */
  readonly total: number | undefined;
}
