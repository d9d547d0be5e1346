import { expect, it } from 'vitest';

import { longFiles } from '../../scripts/check/sizes.js';

const lines = (count: number) => 'line\n'.repeat(count);

it('a file of 400 lines passes, one more line is too long', () => {
  const texts = new Map([
    ['ts/fits.ts', lines(400)],
    ['ts/long.ts', lines(401)],
    ['ts/unended.ts', `${lines(400)}line`],
  ]);
  expect(longFiles(texts)).toEqual([
    { file: 'ts/long.ts', lines: 401 },
    { file: 'ts/unended.ts', lines: 401 },
  ]);
});
