import { deflateRaw } from '#platform/compression.js';
import type { Bytes } from '../bytes.js';
import { ArgumentError } from '../errors.js';
import { allocateFile } from './fileArray.js';

/** Date of every entry, 1 January 1980, the earliest that there is: the same content gives the same bytes at any time. */
const date = 0x21;
/** Flag of an entry whose name is UTF-8. */
const utf8Names = 0x0800;
/** Largest offset without 64-bit fields. */
const maxOffset = 0xfffffffe;

/** A zip archive of named contents, stored or deflated. */
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
  if (count >= 0xffff || offset + directorySize > maxOffset) throw tooLarge(operation, count, offset);
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

/** The fields that the header of an entry and its record in the directory share; without extra fields. */
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

const crcTable = Uint32Array.from({ length: 256 }, (_, byte) => {
  let remainder = byte;
  for (let bit = 0; bit < 8; bit++)
    remainder = remainder & 1 ? (remainder >>> 1) ^ 0xedb88320 : remainder >>> 1;
  return remainder;
});

/** The checksum of zip and gzip: CRC-32 of ISO 3309, with the reflected polynomial EDB88320. */
export function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (crc >>> 8) ^ (crcTable[(crc ^ byte) & 0xff] ?? 0);
  return ~crc >>> 0;
}
