/** The binary format of WebAssembly, as much of it as `emit.ts` needs (W3C, WebAssembly Core Specification, 5). */
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

export type Bytes = readonly number[];

export interface FunctionType {
  readonly parameters: Bytes;
  readonly results: Bytes;
}

export interface WasmFunction {
  readonly name: string;
  readonly type: number;
  /** How many locals of type f64 it has besides its parameters. */
  readonly locals: number;
  readonly body: Bytes;
}

export interface WasmModule {
  readonly types: readonly FunctionType[];
  /** Functions taken from `env`; theirs are the first indices. */
  readonly imports: readonly { readonly name: string; readonly type: number }[];
  readonly functions: readonly WasmFunction[];
}

/** A module that imports `env.memory` and the named functions, and exports its own. */
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
        sized([1, ...unsigned(locals), valueType.f64, ...body, opcode.end]),
      ),
    ),
  ]);
}

/** LEB128 */
export function unsigned(value: number): Bytes {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 0x7f; rest >>>= 7) bytes.push((rest & 0x7f) | 0x80);
  return [...bytes, rest];
}

export function float64(value: number): Bytes {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value, true);
  return [...new Uint8Array(view.buffer)];
}

function text(value: string): Bytes {
  return vector([...new TextEncoder().encode(value)]);
}

function vector(bytes: Bytes): Bytes {
  return [...unsigned(bytes.length), ...bytes];
}

const sized = vector;

function list(id: number, entries: readonly Bytes[]): Bytes {
  return [id, ...sized([...unsigned(entries.length), ...entries.flat()])];
}
