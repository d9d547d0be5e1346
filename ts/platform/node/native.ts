import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

import type { Bindings } from '../../backend/bindings.js';

const require = createRequire(import.meta.url);

/** Loads the addon that was built into `dist/native`, or else that of the installed platform package. */
export function loadNative(): Bindings {
  const platforms = platformNames();
  const built = platforms
    .map((name) => fileURLToPath(new URL(`../../native/ferrograd.${name}.node`, import.meta.url)))
    .find((path) => existsSync(path));
  return built === undefined ? loadPackage(platforms) : (require(built) as Bindings);
}

function loadPackage(platforms: readonly string[]): Bindings {
  const failures: unknown[] = [];
  for (const name of platforms) {
    try {
      return require(`@ferrograd/binding-${name}`) as Bindings;
    } catch (error) {
      failures.push(error);
    }
  }
  throw failures[0];
}

/** Names of this machine's builds. On Linux both C libraries are tried: npm installs only the one that fits. */
function platformNames(): readonly string[] {
  const machine = `${process.platform}-${process.arch}`;
  if (process.platform === 'linux') return [`${machine}-gnu`, `${machine}-musl`];
  return [process.platform === 'win32' ? `${machine}-msvc` : machine];
}
