import { readFileSync } from 'node:fs';

import { out } from './terminal/output.js';

/** The version of this package, from its manifest. */
export function version(): string {
  const manifest = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(manifest) as { version: string }).version;
}

/**
 * The text below the options in the help of a command.
 *
 * @param lines examples of the command, as a user types them
 * @param note what else there is to know
 */
export function examples(lines: readonly string[], note?: string): string {
  const text = [out.bold('Examples:'), ...lines.map((line) => `  ${line}`)].join('\n');
  return `\n${text}${note === undefined ? '' : `\n\n${note}`}\n`;
}
