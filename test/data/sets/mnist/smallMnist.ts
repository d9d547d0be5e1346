import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { encodeIdx, gzip } from '../../idx/encodeIdx.js';

function images(count: number, seed: number) {
  return Uint8Array.from({ length: count * 6 }, (_, i) => (i * 37 + seed) % 256);
}

function labels(count: number, seed: number) {
  return Uint8Array.from({ length: count }, (_, i) => (i + seed) % 10);
}

/** A set of five and three images of 2×3 pixels in MNIST's format, different for each seed. */
export function smallMnist(seed = 1) {
  const content = {
    train: {
      x: { data: images(5, seed), shape: [5, 2, 3], scale: 1 / 255 },
      y: { data: labels(5, seed), shape: [5] },
    },
    test: {
      x: { data: images(3, seed + 1), shape: [3, 2, 3], scale: 1 / 255 },
      y: { data: labels(3, seed + 1), shape: [3] },
    },
  };
  const { train, test } = content;
  const files = {
    'train-images-idx3-ubyte': encodeIdx(train.x.data, train.x.shape),
    'train-labels-idx1-ubyte': encodeIdx(train.y.data, train.y.shape),
    't10k-images-idx3-ubyte': encodeIdx(test.x.data, test.x.shape),
    't10k-labels-idx1-ubyte': encodeIdx(test.y.data, test.y.shape),
  };
  return { content, files, checksums: mapValues(files, sha256) };
}

export type Files = ReturnType<typeof smallMnist>['files'];

export const names = Object.keys(smallMnist().files) as (keyof Files)[];

/** Writes the files into a folder under the names that `rename` gives, gzipped where these end in `.gz`. */
export async function writeFiles(
  folder: string,
  files: Partial<Files>,
  rename = (name: string) => `${name}.gz`,
) {
  await mkdir(folder, { recursive: true });
  for (const [name, bytes] of Object.entries(files)) {
    const path = join(folder, rename(name));
    await writeFile(path, path.endsWith('.gz') ? gzip(bytes) : bytes);
  }
}

/** The files of a set without some of them. */
export function without(files: Files, ...missing: (keyof Files)[]): Partial<Files> {
  return Object.fromEntries(Object.entries(files).filter(([name]) => !missing.includes(name as keyof Files)));
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function mapValues<Key extends string, In, Out>(
  record: Record<Key, In>,
  map: (value: In) => Out,
): Record<Key, Out> {
  const entries = Object.entries<In>(record).map(([key, value]) => [key, map(value)]);
  return Object.fromEntries(entries) as Record<Key, Out>;
}
