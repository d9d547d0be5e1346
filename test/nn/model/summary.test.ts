import { input, layers, model } from 'ferrograd';
import { expect, it } from 'vitest';

const dense = layers.dense;

const silent = { print: () => undefined };

it('summary shows what each layer of a graph is connected to', () => {
  const [a, b] = [input([2], { name: 'a' }), input([1, 2])];
  const hidden = dense(2, { name: 'hidden' }).apply(a);
  const sum = layers.add().apply(hidden, layers.flatten().apply(b), hidden);
  expect(
    model({ inputs: [a, b], outputs: sum })
      .summary(silent)
      .split('\n'),
  ).toEqual([
    'Model: model (float32, input [n, 2], [n, 1, 2])',
    '┌───────────────────┬──────────────┬─────────────────────────┬────────────┐',
    '│ Layer (kind)      │ Output shape │ Connected to            │ Parameters │',
    '├───────────────────┼──────────────┼─────────────────────────┼────────────┤',
    '│ a (input)         │ [n, 2]       │                         │          0 │',
    '│ input (input)     │ [n, 1, 2]    │                         │          0 │',
    '│ hidden (dense)    │ [n, 2]       │ a                       │          6 │',
    '│ flatten (flatten) │ [n, 2]       │ input                   │          0 │',
    '│ add (add)         │ [n, 2]       │ hidden, flatten, hidden │          0 │',
    '└───────────────────┴──────────────┴─────────────────────────┴────────────┘',
    'Parameters: 6 (24 B)',
  ]);
});
