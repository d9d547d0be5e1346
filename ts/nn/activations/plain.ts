import { checkOptions } from '../../checks.js';
import { Activation } from './activation.js';

/** An activation without options, of each value or of whole rows. */
export function plain(kind: string, of: 'values' | 'rows' = 'values') {
  return (options: Readonly<Record<string, never>> = {}): Activation => {
    checkOptions(options, [], kind);
    return new Activation({ kind }, { activation: kind }, of === 'rows');
  };
}
