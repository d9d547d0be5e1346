/**
 * The binary format of WebAssembly, as much of it as `emit.ts` needs (W3C, WebAssembly Core Specification, chapter 5).
 */
export const valueType = { i32: 0x7f, f64: 0x7c } as const;

export const opcode = {
  end: 0x0b,
  call: 0x10,
  select: 0x1b,
  localGet: 0x20,
  localSet: 0x21,
  localTee: 0x22,
  f64Load: 0x2b,
  f64Store: 0x39,
  f64Const: 0x44,
  f64Lt: 0x63,
  f64Gt: 0x64,
  f64Le: 0x65,
  f64Abs: 0x99,
  f64Neg: 0x9a,
  f64Sqrt: 0x9f,
  f64Add: 0xa0,
  f64Sub: 0xa1,
  f64Mul: 0xa2,
  f64Div: 0xa3,
  f64Min: 0xa4,
  f64Max: 0xa5,
} as const;

const section = { type: 1, import: 2, function: 3, export: 7, code: 10 } as const;
const MAGIC_AND_VERSION = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0];
const FUNCTION = 0;
const MEMORY = 2;

export type ByteList = readonly number[];

/** Value types of a function's parameters and results. */
export interface FunctionType {
  readonly parameters: ByteList;
  readonly results: ByteList;
}

export interface WasmFunction {
  readonly name: string;
  /** Index of its type in the module. */
  readonly type: number;
  /** Number of locals, all f64, besides the parameters. */
  readonly locals: number;
  readonly body: ByteList;
}

export interface WasmModule {
  readonly types: readonly FunctionType[];
  /** Functions imported from `env`. They take the first function indices, before the module's own. */
  readonly imports: readonly { readonly name: string; readonly type: number }[];
  readonly functions: readonly WasmFunction[];
}

/**
 * A module that imports `env.memory` and the named functions, and exports its own.
 *
 *     module  = magic, version, sections in the order type, import, function, export, code
 *     section = id, byte count, vector of entries;  vector = entry count, entries
 */
export function encodeModule({ types, imports, functions }: WasmModule): Uint8Array<ArrayBuffer> {
  const memory = [...text('env'), ...text('memory'), MEMORY, 0, ...unsigned(1)];
  const imported = imports.map(({ name, type }) => [
    ...text('env'),
    ...text(name),
    FUNCTION,
    ...unsigned(type),
  ]);
  return Uint8Array.from([
    ...MAGIC_AND_VERSION,
    ...list(
      section.type,
      types.map(({ parameters, results }) => [0x60, ...vector(parameters), ...vector(results)]),
    ),
    ...list(section.import, [memory, ...imported]),
    ...list(
      section.function,
      functions.map(({ type }) => unsigned(type)),
    ),
    ...list(
      section.export,
      functions.map(({ name }, index) => [...text(name), FUNCTION, ...unsigned(imports.length + index)]),
    ),
    ...list(
      section.code,
      functions.map(({ locals, body }) =>
        // One group of locals, all of one type.
        vector([1, ...unsigned(locals), valueType.f64, ...body, opcode.end]),
      ),
    ),
  ]);
}

/** An unsigned integer as LEB128: seven bits a byte, the lowest first, the top bit set on all bytes but the last. */
export function unsigned(value: number): ByteList {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 0x7f; rest >>>= 7) bytes.push((rest & 0x7f) | 0x80);
  return [...bytes, rest];
}

/** The eight bytes of a number, little-endian. */
export function float64(value: number): ByteList {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value, true);
  return [...new Uint8Array(view.buffer)];
}

function text(value: string): ByteList {
  return vector([...new TextEncoder().encode(value)]);
}

/** Bytes behind their number. */
function vector(bytes: ByteList): ByteList {
  return [...unsigned(bytes.length), ...bytes];
}

/** A section: its id, then its entries behind their number of bytes and of entries. */
function list(id: number, entries: readonly ByteList[]): ByteList {
  return [id, ...vector([...unsigned(entries.length), ...entries.flat()])];
}
