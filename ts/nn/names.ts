import { show } from '../checks.js';
import { ArgumentError } from '../errors.js';
import type { Layer } from './layers/layer.js';

/** The name of a model or layer, where there is one. */
export function checkName(name: unknown, operation: string): string | undefined {
  if (name === undefined || (typeof name === 'string' && name !== '')) return name;
  throw new ArgumentError({
    code: 'name',
    operation,
    actual: `name is ${show(name)}`,
    expected: 'it must be a string that is not empty',
    remedy: 'pass a name or leave it out',
  });
}

/** Names for all layers: their own, or the kind with a number (`dense`, `dense_1`, …). */
export function nameLayers(layers: readonly Layer[], operation: string): readonly string[] {
  const taken = new Set<string>();
  for (const { name } of layers) {
    if (name === undefined) continue;
    if (taken.has(name)) throw duplicate(name, operation);
    taken.add(name);
  }
  return layers.map(({ kind, name }) => {
    if (name !== undefined) return name;
    let free = kind;
    for (let i = 1; taken.has(free); i++) free = `${kind}_${i}`;
    taken.add(free);
    return free;
  });
}

function duplicate(name: string, operation: string): ArgumentError {
  return new ArgumentError({
    code: 'duplicate-name',
    operation,
    actual: `two layers are named ${show(name)}`,
    expected: 'names must be unique in a model',
    remedy: 'rename one of them or leave the name out',
  });
}
