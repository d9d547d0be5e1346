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
    if (name.includes('/')) throw divided(name, operation);
    taken.add(name);
  }
  return distinct(
    layers.map(({ kind, name }) => ({ name: name ?? kind, isFixed: name !== undefined })),
    taken,
  );
}

/** The same names, with a number behind those that are taken: `dense`, `dense_1`, … */
export function distinct(
  wanted: readonly { readonly name: string; readonly isFixed: boolean }[],
  taken: Set<string>,
): readonly string[] {
  const counts = new Map<string, number>();
  return wanted.map(({ name, isFixed }) => {
    if (isFixed) return name;
    let free = name;
    let count = counts.get(name) ?? 0;
    while (taken.has(free)) free = `${name}_${++count}`;
    counts.set(name, count);
    taken.add(free);
    return free;
  });
}

function divided(name: string, operation: string): ArgumentError {
  return new ArgumentError({
    code: 'name',
    operation,
    actual: `a layer is named ${show(name)}`,
    expected: 'no / may be in it, which in files stands between layer and weight',
    remedy: 'use another character',
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
