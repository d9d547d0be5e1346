import type { FileArray } from '../fileArray.js';
import type { ForeignTensors, WeightedKind } from './parameters.js';

/** An array of a module. */
export interface Variable {
  /** Name of the array in the file. */
  readonly name: string;
  readonly array: FileArray;
}

/** Variables by their names within the module, such as `weight`. */
export type Variables = ReadonlyMap<string, Variable>;

/** The variables that a file holds for one layer. */
export interface ForeignModule {
  readonly name: string;
  readonly kind: WeightedKind;
  readonly variables: Variables;
}

/** Splits a tensor's name into module and variable; undefined for tensors that no layer needs. */
type Split = (name: string) => readonly [module: string, variable: string] | undefined;

/** Groups tensors by module, in the order of their first tensors. */
export function groupByModule(
  tensors: ForeignTensors,
  split: Split,
  kindOf: (name: string, variables: Variables) => WeightedKind,
): ForeignModule[] {
  const modules = new Map<string, Map<string, Variable>>();
  for (const [name, array] of tensors) {
    const [module, variable] = split(name) ?? [];
    if (module === undefined || variable === undefined) continue;
    const variables = modules.get(module) ?? new Map<string, Variable>();
    modules.set(module, variables.set(variable, { name, array }));
  }
  return [...modules].map(([name, variables]) => ({ name, kind: kindOf(name, variables), variables }));
}
