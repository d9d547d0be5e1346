import { show } from '../checks.js';
import { ArgumentError } from '../errors.js';

/** Checks the name of a model, a layer or an input; undefined where none is given. */
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

/** Makes names distinct: a number is put behind those that are taken, as in `dense`, `dense_1`; fixed names stay. */
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
