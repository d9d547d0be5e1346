import type { Bytes } from '../bytes.js';
import { ArgumentError } from '../errors.js';
import { deflateRaw } from '#platform/deflate.js';
import { crc32 } from './crc32.js';
import { allocateFile } from './fileArray.js';

/** 1 January 1980, the earliest date: archives of the same content have the same bytes. */
const date = 0x21;
const utf8Names = 0x0800;
const largest = 0xfffffffe;

/** A zip archive of named contents, stored as they are or deflated. */
export async function writeZip(
  contents: ReadonlyMap<string, Bytes>,
  compress: boolean,
  operation: string,
): Promise<Bytes> {
  const parts: Bytes[] = [];
  const directory: Bytes[] = [];
  let offset = 0;
  for (const [text, content] of contents) {
    const packed = compress ? await deflateRaw(content) : content;
    const name = new TextEncoder().encode(text);
    const header = entryHeader(content, packed.length, compress ? 8 : 0, name.length);
    directory.push(
      record([0x02014b50, 4], [20, 2], ...header, [0, 2], [0, 2], [0, 2], [0, 4], [offset, 4]),
      name,
    );
    const local = record([0x04034b50, 4], ...header);
    parts.push(local, name, packed);
    offset += local.length + name.length + packed.length;
  }
  const directorySize = totalSize(directory);
  const count = contents.size;
  if (count >= 0xffff || offset + directorySize > largest) throw tooLarge(operation, count, offset);
  const sizes: Field[] = [
    [count, 2],
    [count, 2],
    [directorySize, 4],
    [offset, 4],
    [0, 2],
  ];
  const all = [...parts, ...directory, record([0x06054b50, 4], [0, 2], [0, 2], ...sizes)];
  const archive = allocateFile(totalSize(all), operation);
  let at = 0;
  for (const part of all) {
    archive.set(part, at);
    at += part.length;
  }
  return archive;
}

type Field = readonly [value: number, bytes: 2 | 4];

/** What an entry's own header and its line of the directory share; without extra fields. */
function entryHeader(content: Bytes, packedSize: number, method: number, nameLength: number): Field[] {
  const sizes: Field[] = [
    [crc32(content), 4],
    [packedSize, 4],
    [content.length, 4],
    [nameLength, 2],
    [0, 2],
  ];
  return [[20, 2], [utf8Names, 2], [method, 2], [0, 2], [date, 2], ...sizes];
}

function record(...fields: Field[]): Bytes {
  const bytes = new Uint8Array(fields.reduce((sum, [, size]) => sum + size, 0));
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const [value, size] of fields) {
    if (size === 2) view.setUint16(at, value, true);
    else view.setUint32(at, value, true);
    at += size;
  }
  return bytes;
}

function totalSize(parts: readonly Bytes[]): number {
  return parts.reduce((sum, part) => sum + part.length, 0);
}

function tooLarge(operation: string, count: number, bytes: number): ArgumentError {
  return new ArgumentError({
    code: 'too-large',
    operation,
    actual: `${count} arrays take ${bytes} bytes`,
    expected: 'an archive holds less than 65535 and 4 GiB',
    remedy: 'write the arrays to several files, or to safetensors',
  });
}
