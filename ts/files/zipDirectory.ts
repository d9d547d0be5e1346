import type { Bytes, Source } from '../bytes.js';
import { show } from '../checks.js';
import { DataError } from '../errors.js';
import { maxDeflateRatio } from './unpackGzip.js';

/** A file in a zip archive, checked to lie within the archive. */
export interface ZipEntry {
  readonly name: string;
  readonly method: 'stored' | 'deflated';
  readonly crc: number;
  /** Bytes in the archive. */
  readonly packedSize: number;
  /** Bytes of the content. */
  readonly size: number;
  /** Offset of the packed bytes. */
  readonly start: number;
}

const signatures = { local: 0x04034b50, central: 0x02014b50, end: 0x06054b50, end64: 0x06064b50 };
const locator64 = 0x07064b50;
/** Stands in a 32-bit field whose value is in the 64-bit extra field. */
const in64 = 0xffffffff;

/**
 * Reads the directory of a zip archive, with 64-bit sizes where it has them. Overlapping, repeated, encrypted and
 * impossibly well packed entries are refused, so that unpacking is safe.
 *
 * @see APPNOTE.TXT of PKWARE, sections 4.3 to 4.5
 */
export function readDirectory(bytes: Bytes, source: Source): ZipEntry[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const { count, start, end } = findDirectory(view, source);
  const entries: ZipEntry[] = [];
  const spans: { name: string; from: number; to: number }[] = [];
  let at = start;
  for (let i = 0; i < count; i++) {
    if (at + 46 > end || view.getUint32(at, true) !== signatures.central) throw noEntry(source, i, at);
    const next =
      at + 46 + view.getUint16(at + 28, true) + extraLength(view, at) + view.getUint16(at + 32, true);
    if (next > end) throw noEntry(source, i, at);
    const { entry, offset } = readEntry(view, at, start, source);
    entries.push(entry);
    spans.push({ name: entry.name, from: offset, to: entry.start + entry.packedSize });
    at = next;
  }
  const names = new Set<string>();
  for (const { name } of entries) {
    if (names.has(name))
      throw corruptZip(source, `${source.name} has ${show(name)} twice`, 'each name may occur once');
    names.add(name);
  }
  spans.sort((a, b) => a.from - b.from);
  spans.forEach(({ name, from }, i) => {
    const previous = spans[i - 1];
    if (previous === undefined || previous.to <= from) return;
    const actual = `${show(previous.name)} and ${show(name)} of ${source.name} overlap`;
    throw corruptZip(source, actual, 'each entry must have bytes of its own');
  });
  return entries;
}

/**
 * Finds the directory by the end record, which is the last thing in an archive but for a comment of the length that the
 * record announces.
 */
function findDirectory(view: DataView, source: Source): { count: number; start: number; end: number } {
  const last = view.byteLength - 22;
  let at = last;
  const isEnd = () =>
    view.getUint32(at, true) === signatures.end &&
    at + 22 + view.getUint16(at + 20, true) === view.byteLength;
  while (at >= Math.max(0, last - 0xffff) && !isEnd()) at--;
  if (at < Math.max(0, last - 0xffff)) {
    throw corruptZip(source, `${source.name} has no end record`, 'a zip archive ends with one');
  }
  const at64 = find64(view, at);
  const [count, length, start] =
    at64 === undefined
      ? [view.getUint16(at + 10, true), view.getUint32(at + 12, true), view.getUint32(at + 16, true)]
      : [uint64(view, at64 + 32), uint64(view, at64 + 40), uint64(view, at64 + 48)];
  const end = start + length;
  if (end <= (at64 ?? at) && count * 46 <= length) return { count, start, end };
  const actual = `${source.name} announces ${count} entries in the bytes ${start} to ${end}`;
  throw corruptZip(source, actual, `they must lie before byte ${at64 ?? at}`);
}

/** The offset of the 64-bit end record, where there is one. */
function find64(view: DataView, end: number): number | undefined {
  if (end < 76 || view.getUint32(end - 20, true) !== locator64) return undefined;
  const at = uint64(view, end - 12);
  return at <= end - 76 && view.getUint32(at, true) === signatures.end64 ? at : undefined;
}

function readEntry(view: DataView, at: number, directory: number, source: Source) {
  const nameStart = at + 46;
  const nameEnd = nameStart + view.getUint16(at + 28, true);
  const name = decodeName(
    new Uint8Array(view.buffer, view.byteOffset + nameStart, nameEnd - nameStart),
    source,
  );
  const which = `${show(name)} of ${source.name}`;
  const { size, packedSize, offset } = readSizes(view, at, nameEnd, which, source);
  const method = view.getUint16(at + 10, true);
  if (view.getUint16(at + 8, true) & 1)
    throw corruptZip(source, `${which} is encrypted`, 'it must not be encrypted');
  if (method !== 0 && method !== 8) {
    throw corruptZip(
      source,
      `${which} is packed by method ${method}`,
      'stored (0) and deflated (8) can be read',
    );
  }
  if (offset + 30 > directory || view.getUint32(offset, true) !== signatures.local) {
    throw corruptZip(source, `${which} is said to begin at ${offset}`, 'no entry begins there');
  }
  const start = offset + 30 + view.getUint16(offset + 26, true) + view.getUint16(offset + 28, true);
  if (start + packedSize > directory) {
    throw corruptZip(source, `${which} reaches to ${start + packedSize}`, `entries end at ${directory}`);
  }
  if (method === 0 ? size !== packedSize : size > packedSize * maxDeflateRatio) {
    const most = method === 0 ? packedSize : packedSize * maxDeflateRatio;
    throw corruptZip(
      source,
      `${which} announces ${size} bytes in ${packedSize}`,
      `they hold at most ${most}`,
    );
  }
  const crc = view.getUint32(at + 16, true);
  const entry = { name, method: method === 0 ? 'stored' : 'deflated', crc, packedSize, size, start } as const;
  return { entry, offset };
}

/** Sizes that do not fit into 32 bits are in an extra field of type 1, in the order below, the others left out. */
function readSizes(view: DataView, at: number, extra: number, which: string, source: Source) {
  const packed32 = view.getUint32(at + 20, true);
  const size32 = view.getUint32(at + 24, true);
  const offset32 = view.getUint32(at + 42, true);
  const end = extra + extraLength(view, at);
  let field = extra;
  while (field + 4 <= end && view.getUint16(field, true) !== 1) field += 4 + view.getUint16(field + 2, true);
  let next = field + 4;
  const fieldEnd = Math.min(end, field + 4 <= end ? next + view.getUint16(field + 2, true) : 0);
  const wide = (value: number) => {
    if (value !== in64) return value;
    if (next + 8 > fieldEnd)
      throw corruptZip(source, `${which} lacks its 64-bit sizes`, 'its 32-bit sizes refer to them');
    next += 8;
    return uint64(view, next - 8);
  };
  const size = wide(size32);
  const packedSize = wide(packed32);
  return { size, packedSize, offset: wide(offset32) };
}

function decodeName(bytes: Uint8Array, source: Source): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw corruptZip(source, `${source.name} has a name that is not UTF-8`, 'names must be UTF-8', cause);
  }
}

function extraLength(view: DataView, at: number): number {
  return view.getUint16(at + 30, true);
}

/** Inexact beyond 2⁵³, but such a value is refused anyhow: it is larger than any archive in memory. */
function uint64(view: DataView, at: number): number {
  return Number(view.getBigUint64(at, true));
}

function noEntry(source: Source, index: number, at: number): DataError {
  return corruptZip(
    source,
    `entry ${index} of ${source.name} is missing at ${at}`,
    'the directory announces it',
  );
}

export function corruptZip(
  { operation }: Source,
  actual: string,
  expected: string,
  cause?: unknown,
): DataError {
  const remedy = 'copy or save the archive again';
  return new DataError({ code: 'zip-corrupt', operation, actual, expected, remedy }, { cause });
}
