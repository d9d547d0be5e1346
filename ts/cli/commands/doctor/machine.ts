import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { arch, availableParallelism, cpus, platform } from 'node:os';
import { env, versions } from 'node:process';

import { cacheFolder, dataFolders } from '#platform/files.js';

import { version } from '../../help.js';

/** Small WebAssembly modules, each of which only an engine with that feature accepts. */
// prettier-ignore
const probes: Readonly<Record<string, readonly number[]>> = {
  simd128: [0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 8, 1, 6, 0, 65, 0, 253, 15, 11],
  'relaxed-simd': [0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 15, 1, 13, 0, 65, 1, 253, 15, 65, 2, 253, 15, 253, 128, 2, 11],
  threads: [0, 97, 115, 109, 1, 0, 0, 0, 5, 4, 1, 3, 1, 1],
};

/** Packages that only some calls need, and that users install themselves. */
const optionalPackages = [
  { name: '@resvg/resvg-js', use: 'pictures as PNG', install: 'npm install @resvg/resvg-js' },
] as const;

export interface PackageReport {
  readonly name: string;
  /** What it is needed for. */
  readonly use: string;
  /** Undefined where it is not installed. */
  readonly version: string | undefined;
  readonly install: string;
}

/** Which features of WebAssembly this engine has. */
export const wasmFeatures = (): Readonly<Record<string, boolean>> =>
  Object.fromEntries(
    Object.entries(probes).map(([name, bytes]) => [name, WebAssembly.validate(Uint8Array.from(bytes))]),
  );

/** Versions and hardware. */
export const machine = () => ({
  ferrograd: version(),
  node: versions.node,
  v8: versions.v8,
  platform: `${platform()} ${arch()}`,
  processor: cpus()[0]?.model.trim() ?? 'unknown',
  threads: availableParallelism(),
});

/** Which optional packages are installed. */
export function optionalParts(): readonly PackageReport[] {
  const require = createRequire(import.meta.url);
  return optionalPackages.map((part) => {
    try {
      const manifest = require(`${part.name}/package.json`) as { version: string };
      return { ...part, version: manifest.version };
    } catch {
      return { ...part, version: undefined };
    }
  });
}

/** The folder with MNIST; undefined where it will be downloaded. */
export function mnistFolder(): string | undefined {
  const folders = [...dataFolders('mnist'), cacheFolder('mnist')];
  return folders.find((folder) => existsSync(folder));
}

/** Value of FERROGRAD_DATA, the folder with the data sets of the user; empty where it is not set. */
export const dataVariable = (): string => env['FERROGRAD_DATA'] ?? '';
