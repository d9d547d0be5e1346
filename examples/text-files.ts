/**
 * Writes a text file and reads it line by line, holding one line at a time: sums up a shopping list, and writes its
 * expensive items into another file.
 *
 *     npx tsx examples/text-files.ts
 */
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { finished } from 'node:stream/promises';

const folder = await mkdtemp(join(tmpdir(), 'text-files-'));
const list = join(folder, 'list.txt');
const dear = join(folder, 'dear.txt');

await writeLines(list, ['bread 2.80', 'cheese 6.40', 'apples 3.15', '', 'wine 8.90']);

let total = 0;
const kept: string[] = [];
let number = 0;
for await (const line of createInterface({ input: createReadStream(list, 'utf8'), crlfDelay: Infinity })) {
  number++;
  if (line.trim() === '') continue;
  const [thing = '', price = ''] = line.split(' ');
  total += Number(price);
  if (Number(price) > 5) kept.push(thing.toUpperCase());
  console.log(`${number}: ${thing} costs ${price}`);
}
await writeLines(dear, kept);
console.log(`total ${total.toFixed(2)}`);
console.log(`dear: ${(await readFile(dear, 'utf8')).trim().split('\n').join(', ')}`);
await rm(folder, { recursive: true });

async function writeLines(path: string, lines: Iterable<string>): Promise<void> {
  const stream = createWriteStream(path, 'utf8');
  for (const line of lines) stream.write(`${line}\n`);
  stream.end();
  await finished(stream);
}
