import { oneOf } from '../../../checks.js';
import { ArgumentError } from '../../../errors.js';

/** Positions of two states: the first two, or `x,z`. */
export function pairOf(text: string | true, labels: readonly string[], command: string): [number, number] {
  if (text === true) return [0, 1];
  const names = text.split(',').map((name) => name.trim());
  const [a, b] = names.map((name) => labels.indexOf(oneOf(name, labels, 'state', command)));
  if (names.length === 2 && a !== undefined && b !== undefined) return [a, b];
  throw new ArgumentError({
    code: 'phase',
    operation: command,
    actual: `the phase plot is to have ${names.length} states`,
    expected: 'it has two',
    remedy: `name two of ${labels.join(', ')}, such as ${labels.slice(0, 2).join(',')}`,
  });
}
