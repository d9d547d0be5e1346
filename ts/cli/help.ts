import { out } from './terminal/colours.js';

/** What stands below the options of a command. */
export function examples(lines: readonly string[], note?: string): string {
  const text = [out.bold('Examples:'), ...lines.map((line) => `  ${line}`)].join('\n');
  return `\n${text}${note === undefined ? '' : `\n\n${note}`}\n`;
}
