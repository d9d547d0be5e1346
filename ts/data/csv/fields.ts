import type { CsvType } from './csvOptions.js';

const decimal = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;
const infinity = /^[+-]?inf(?:inity)?$/i;

/** The number that a field holds; undefined where it holds something else. */
export function toNumber(field: string): number | undefined {
  const text = field.trim();
  if (decimal.test(text)) return Number(text);
  if (infinity.test(text)) return text.startsWith('-') ? -Infinity : Infinity;
  return undefined;
}

/** 1 or 0 for `true` or `false` in any case, and for 1 or 0; undefined for anything else. */
export function toBoolean(field: string): number | undefined {
  const text = field.trim().toLowerCase();
  if (text === 'true' || text === '1') return 1;
  return text === 'false' || text === '0' ? 0 : undefined;
}

/** The narrowest type of a field. */
export function typeOf(field: string): CsvType {
  if (toNumber(field) !== undefined) return 'number';
  return toBoolean(field) === undefined ? 'string' : 'boolean';
}

/** Whether a field stands for a missing value. */
export function isMissing(field: string, marks: ReadonlySet<string>): boolean {
  const text = field.trim();
  return text === '' || marks.has(text);
}

/** The type that all these fields have, `string` where they differ, `number` where there are no fields. */
export function commonType(fields: readonly string[]): CsvType {
  const types = new Set(fields.map(typeOf));
  if (types.size === 0) return 'number';
  const [type = 'string'] = types;
  return types.size === 1 ? type : 'string';
}
