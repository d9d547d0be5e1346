// Writes ts/data/sets/digitsRows.ts from the UCI optical digits: lines of 64 pixels (0…16) and the label, gzipped or not.
// Usage: node scripts/make-digits.js digits.csv.gz
import { readFileSync, writeFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

const [source] = process.argv.slice(2);
if (source === undefined) throw new Error('usage: node scripts/make-digits.js digits.csv[.gz]');

const bytes = readFileSync(source);
const text = (bytes[0] === 0x1f ? gunzipSync(bytes) : bytes).toString('ascii');
const rows = text
  .trim()
  .split(/\r?\n/)
  .map((line, index) => {
    const values = line.split(',').map(Number);
    const label = values.pop();
    const isDigit =
      values.length === 64 && values.every((value) => Number.isInteger(value) && value >= 0 && value <= 16);
    if (!isDigit || !/^[0-9]$/.test(String(label)))
      throw new Error(`line ${index + 1} is not 64 pixels and a label`);
    return String(label) + String.fromCharCode(...values.map((value) => 65 + value));
  });

const module = `/**
 * @license
 * Optical Recognition of Handwritten Digits, test set, by E. Alpaydin and C. Kaynak (1998), UCI Machine
 * Learning Repository, https://doi.org/10.24432/C50P49, licensed under CC BY 4.0
 * (https://creativecommons.org/licenses/by/4.0/). Changed in encoding only.
 *
 * Written by scripts/make-digits.js. A line is an image: its label, then 8 × 8 pixels row by row, A = 0 … Q = 16.
 */
export const digitRows = \`\\
${rows.join('\n')}
\`;
`;
writeFileSync(new URL('../ts/data/sets/digitsRows.ts', import.meta.url), module);
