import { expect } from 'vitest';

/** Stands for any text with `part` in it, where an object is compared. */
export function containing(part: string): string {
  return expect.stringContaining(part) as string;
}

/** Stands for any text that `pattern` matches. */
export function matching(pattern: RegExp): string {
  return expect.stringMatching(pattern) as string;
}
