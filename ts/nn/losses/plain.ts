import { checkOptions } from '../../checks.js';
import { Loss } from './loss.js';
import type { TargetRange } from './targetRange.js';

/** A loss without options. */
export function plain(kind: string, options: unknown, range?: TargetRange): Loss {
  checkOptions(options, [], kind);
  return new Loss({ kind }, { kind }, 'vectors', range);
}

/** The options of what has none. */
export type NoOptions = Readonly<Record<string, never>>;
