import { ArgumentError, DTypeError } from 'ferrograd';
import { prefetch } from 'ferrograd/data';
import { describe, expect, it } from 'vitest';

import { expectError } from '../../support/errors.js';

const range = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i);

describe('prefetch', () => {
  const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

  it('asks for so many ahead', async () => {
    let made = 0;
    const source = async function* () {
      for (; made < 10;) yield made++;
    };
    const seen: number[] = [];
    for await (const item of prefetch(source, 3)) {
      await wait(5);
      seen.push(item);
      expect(made).toBe(Math.min(10, item + 4));
    }
    expect(seen).toEqual(range(0, 10));
  });

  it('prepares while the taker works', async () => {
    const log: string[] = [];
    const source = async function* () {
      for (let item = 0; item < 3; item++) {
        await wait(1);
        log.push(`made ${item}`);
        yield item;
      }
    };
    for await (const item of prefetch(source, 2)) {
      await wait(30);
      log.push(`used ${item}`);
    }
    expect(log).toEqual(['made 0', 'made 1', 'made 2', 'used 0', 'used 1', 'used 2']);
  });

  it('passes failures on in their place, and releases the source', async () => {
    let isReleased = false;
    const source = async function* () {
      try {
        yield 1;
        yield 2;
        throw new Error('gone');
      } finally {
        isReleased = true;
      }
    };
    const seen: number[] = [];
    const run = async () => {
      for await (const item of prefetch(source, 5)) seen.push(item);
    };
    await expect(run()).rejects.toThrow('gone');
    expect([seen, isReleased]).toEqual([[1, 2], true]);
  });

  it('releases a source that is left early', async () => {
    let isReleased = false;
    const source = function* () {
      try {
        for (;;) yield 1;
      } finally {
        isReleased = true;
      }
    };
    for await (const item of prefetch(source)) if (item === 1) break;
    expect(isReleased).toBe(true);
  });

  it('wrong arguments are refused', async () => {
    await expectError(() => prefetch(5 as never), DTypeError, { code: 'source' });
    await expectError(() => prefetch([], 0), ArgumentError);
  });
});
