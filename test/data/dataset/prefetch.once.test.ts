import { ArgumentError, DTypeError } from 'ferrograd';
import { prefetch } from 'ferrograd/data';
import { describe, expect, it } from 'vitest';

import { expectError } from '../../support/errors.js';

const range = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i);

describe('prefetch', () => {
  /** Resolves after every promise that can be resolved by now. */
  const settled = () => new Promise((resolve) => setImmediate(resolve));

  it('requests the given number of items ahead', async () => {
    let made = 0;
    const source = async function* () {
      for (; made < 10;) yield made++;
    };
    const seen: number[] = [];
    for await (const item of prefetch(source, 3)) {
      await settled();
      seen.push(item);
      expect(made).toBe(Math.min(10, item + 4));
    }
    expect(seen).toEqual(range(0, 10));
  });

  it('prepares items while the caller works on an earlier one', async () => {
    const log: string[] = [];
    let onAllMade: () => void;
    const allMade = new Promise<void>((resolve) => (onAllMade = resolve));
    const source = async function* () {
      for (let item = 0; item < 3; item++) {
        await settled();
        log.push(`made ${item}`);
        if (item === 2) onAllMade();
        yield item;
      }
    };
    for await (const item of prefetch(source, 2)) {
      // Without prefetching, the source would wait for the next request, and this promise would never resolve.
      await allMade;
      log.push(`used ${item}`);
    }
    expect(log).toEqual(['made 0', 'made 1', 'made 2', 'used 0', 'used 1', 'used 2']);
  });

  it('throws a failure where its item would have come, and closes the source', async () => {
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

  it('closes a source whose pass ends early', async () => {
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

  it('refuses a source that is not iterable, and a count below 1', async () => {
    await expectError(() => prefetch(5 as never), DTypeError, { code: 'source' });
    await expectError(() => prefetch([], 0), ArgumentError);
  });
});
