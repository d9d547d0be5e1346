/** Saves a file again and again until it is killed; each version repeats another byte, and has another length. */
import { writeFileAtomic } from '../../dist/platform/node/atomicWrite.js';

const path = process.argv[2] ?? '';
for (let version = 1; ; version++) {
  const content = new Uint8Array(200_000 + (version % 100) * 10_000).fill(version % 100);
  await writeFileAtomic(path, content, 'save');
  if (version === 1) process.stdout.write('saved\n');
}
