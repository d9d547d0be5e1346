import { readFileSync } from 'node:fs';
import type { ModelParameter } from '../../dist/files/foreign/parameters.js';
import type { FileData } from '../../dist/files/fileArray.js';

/** Parsed here, as an import would lose the name `__proto__`. */
const fixtures = JSON.parse(
  readFileSync(new URL('../fixtures/files.json', import.meta.url), 'utf8'),
) as Fixtures;

/** The content of a file according to Python; numbers that JSON lacks are strings. */
export interface Content {
  readonly shape: readonly number[];
  readonly values: readonly (number | string)[];
}

interface Fixtures {
  readonly npy: readonly (Content & { name: string; dtype: string; base64: string })[];
  readonly refusedNpy: readonly { name: string; base64: string }[];
  readonly npz: readonly { name: string; base64: string; arrays: Record<string, Content> }[];
  readonly safetensors: readonly {
    name: string;
    base64: string;
    metadata: Record<string, string>;
    tensors: Record<string, Content & { dtype: string }>;
  }[];
  readonly pytorch: {
    base64: string;
    parameters: ExpectedParameter[];
    eleven: { base64: string; kernels: number[][] };
  };
  readonly keras: { vars: string; paths: string; parameters: ExpectedParameter[] };
}

export type ExpectedParameter = ModelParameter & Content;

export const { npy, refusedNpy, npz, safetensors, pytorch, keras } = fixtures;

export function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.from(text, 'base64'));
}

/** The expected values, as an array of the type of `data` holds them. */
export function valuesLike(data: FileData, { values }: Content): (number | bigint)[] {
  return values.map((value) => (typeof data[0] === 'bigint' ? BigInt(value) : inArray(data, Number(value))));
}

function inArray(data: FileData, value: number): number {
  return data instanceof Float32Array ? Math.fround(value) : value;
}
