import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

import { expect, it } from 'vitest';

const program = fileURLToPath(new URL('largerThanMemory.js', import.meta.url));

it('a model trains on a table four times as large as the allowed memory, in constant memory', () => {
  const allowedMiB = 48;
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [`--max-old-space-size=${allowedMiB}`, program, String(allowedMiB)],
    { encoding: 'utf8' },
  );
  expect(stderr).toBe('');
  const { grownMiB, ...rest } = JSON.parse(stdout) as { grownMiB: number };
  expect(rest).toEqual({ status: 'completed', isWhole: true });
  expect(grownMiB).toBeLessThan(allowedMiB);
});
