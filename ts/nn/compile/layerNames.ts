import { show } from '../../checks.js';
import { ArgumentError } from '../../errors.js';
import type { LayerDefinition } from '../contracts.js';
import { distinct } from '../names.js';

/** Names of all layers: the given ones, or the kind with a number (`dense`, `dense_1`, …). */
export function nameLayers(layers: readonly LayerDefinition[], operation: string): readonly string[] {
  const taken = new Set<string>();
  for (const { name } of layers) {
    if (name === undefined) continue;
    if (taken.has(name)) throw duplicateName(name, operation);
    if (name.includes('/')) throw containsSlash(name, operation);
    taken.add(name);
  }
  return distinct(
    layers.map(({ kind, name }) => ({ name: name ?? kind, isFixed: name !== undefined })),
    taken,
  );
}

function containsSlash(name: string, operation: string): ArgumentError {
  return new ArgumentError({
    code: 'name',
    operation,
    actual: `a layer is named ${show(name)}`,
    expected: 'a name without /, which separates layer and weight in saved files',
    remedy: 'use another character',
  });
}

function duplicateName(name: string, operation: string): ArgumentError {
  return new ArgumentError({
    code: 'duplicate-name',
    operation,
    actual: `two layers are named ${show(name)}`,
    expected: 'names must be unique in a model',
    remedy: 'rename one of them or leave the name out',
  });
}
