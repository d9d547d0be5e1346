import { ArgumentError, BackendError, DTypeError, ShapeError } from 'ferrograd';
import * as plot from 'ferrograd/plot';
import { describe, expect, test } from 'vitest';

/** Arguments that somebody might pass by mistake. */
const junk: unknown[] = [
  ...[undefined, null, 0, -1, NaN, Infinity, 0.5, 1e9, true, '', 'loss', 10n, Symbol('s')],
  ...[
    [],
    [[]],
    {},
    [1],
    [1, 2],
    [NaN],
    ['a'],
    [null],
    [[1, 2], [3]],
    [
      [1, 2],
      [3, 4],
    ],
    [[1, 'a']],
  ],
  ...[
    new Float64Array(0),
    new Float64Array(4),
    new Uint8Array([1, 2]),
    new BigInt64Array(2),
    new ArrayBuffer(8),
  ],
  ...[
    { data: [1], shape: [1] },
    { data: new Float32Array(4), shape: [2, 2] },
    { data: new Float32Array(4), shape: [3] },
  ],
  ...[
    { loss: 'a' },
    { loss: [] },
    { loss: [1] },
    { history: null },
    { history: {} },
    { epochs: [1], history: { loss: [1] } },
  ],
  ...[
    { t: [1], y: [1] },
    { t: [], y: [] },
    { t: [1, 2], y: [[1, 2]] },
    { t: 'a', y: 'b' },
    { t: [NaN], y: [[NaN]] },
  ],
  ...[{ steps: [1], errors: [1] }, { steps: [], errors: [] }, { getWeights: () => [] }, { predict: () => 4 }],
  ...[() => 1, () => undefined, () => 'a', () => [1], new Date(), /x/, new Map(), new Error('e'), globalThis],
  ...[
    { title: 3 },
    { width: 'a' },
    { width: 1e9 },
    { height: -1 },
    { labels: 4 },
    { classes: 'ab' },
    { figures: [3] },
  ],
];

const drawing = Object.entries(plot).filter(([name]) => !['Picture', 'terminal'].includes(name));
const printing = Object.entries(plot.terminal).map(([name, call]) => [`terminal.${name}`, call] as const);
const calls = [...drawing, ...printing] as [string, (...args: unknown[]) => unknown][];

describe('whatever is passed, the result is a picture or a typed error', () => {
  test.each(calls)('from %s', async (name, call) => {
    const seen = new Set<string>();
    for (const first of junk) {
      for (const second of junk) {
        for (const rest of [[], [second], [[0, 1], second]]) {
          try {
            const result = await call(first, second, ...rest);
            seen.add('drawn');
            expect(String(result), name).not.toMatch(/NaN,|,NaN|="NaN/);
          } catch (error) {
            seen.add('refused');
            const isTyped = [ArgumentError, ShapeError, DTypeError, BackendError].some(
              (one) => error instanceof one,
            );
            if (!isTyped) throw error;
          }
        }
      }
    }
    expect(seen).toContain('refused');
  });
});
