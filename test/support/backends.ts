import { adapt } from '../../dist/backend/adapt.js';
import type { Backend } from '../../dist/backend/backend.js';
import { backendNames } from '../../dist/backend/names.js';
import { kernels } from '../../dist/backend/select.js';
import { loader } from '../../dist/platform/node/backend.js';

/** The backends that this process can load, except the one under test. */
export function otherBackends(): Backend[] {
  return backendNames
    .filter(
      (name) =>
        name !== kernels.name && (name === 'native' || name === 'wasm' || loader.order.includes(name)),
    )
    .map((name) => adapt(name, loader.load(name)));
}
