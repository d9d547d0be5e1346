import { ArgumentError, layers, sequential, type Layer } from 'ferrograd';
import { describe, it } from 'vitest';

import { type Case, DType, Shape } from '../../support/badInput.js';
import { expectError } from '../../support/errors.js';

const on = (inputShape: number[], layer: Layer) => () => sequential({ inputShape }, [layer]);

const cases: Case[] = [
  ['no filters', () => layers.conv2d(0, 3), ArgumentError, { actual: 'filters is 0' }],
  ['a kernel of no size', () => layers.conv2d(1, 0), ArgumentError, { actual: 'kernelSize is 0' }],
  [
    'a fraction in a kernel',
    () => layers.conv2d(1, [3, 1.5]),
    ArgumentError,
    { actual: 'kernelSize[1] is 1.5' },
  ],
  ['a kernel of three sizes', () => layers.conv2d(1, [3, 3, 3] as never), DType, { code: 'not-a-pair' }],
  ['a kernel as text', () => layers.conv2d(1, '3' as never), DType, { code: 'not-a-pair' }],
  [
    'strides of 0',
    () => layers.conv2d(1, 3, { strides: [1, 0] }),
    ArgumentError,
    { actual: 'strides[1] is 0' },
  ],
  [
    'a dilation of 0',
    () => layers.conv2d(1, 3, { dilationRate: 0 }),
    ArgumentError,
    { actual: /dilationRate/ },
  ],
  ['no groups', () => layers.conv2d(1, 3, { groups: 0 }), ArgumentError, { actual: 'groups is 0' }],
  [
    'an unknown padding',
    () => layers.conv2d(1, 3, { padding: 'sane' as never }),
    ArgumentError,
    { remedy: "did you mean 'same'?" },
  ],
  [
    'a misspelt option',
    () => layers.conv2d(1, 3, { stride: 2 } as never),
    ArgumentError,
    { remedy: "did you mean 'strides'?" },
  ],
  [
    'a pool of no size',
    () => layers.maxPooling2d({ poolSize: 0 }),
    ArgumentError,
    { message: /^maxPooling2d: poolSize is 0/ },
  ],
  [
    'negative padding',
    () =>
      layers.zeroPadding2d({
        padding: [
          [0, 1],
          [-1, 0],
        ],
      }),
    ArgumentError,
    { actual: 'padding[1][0] is -1' },
  ],
  [
    'a multiplier of 0',
    () => layers.depthwiseConv2d(3, { depthMultiplier: 0 }),
    ArgumentError,
    { operation: 'depthwiseConv2d' },
  ],
  ['flat samples', on([784], layers.conv2d(1, 3)), Shape, { code: 'rank', actual: /\[784\]/ }],
  ['images without channels', on([28, 28], layers.maxPooling2d()), Shape, { remedy: /\[28, 28, 1\]/ }],
  ['a kernel larger than the image', on([4, 4, 1], layers.conv2d(1, 5)), Shape, { remedy: /'same'/ }],
  [
    'a dilated kernel larger than the image',
    on([4, 4, 1], layers.conv2d(1, 3, { dilationRate: 2 })),
    Shape,
    { expected: /\[3, 3\] pixels, \[2, 2\] apart/ },
  ],
  ['a pool larger than the image', on([1, 4, 1], layers.averagePooling2d()), Shape, { code: 'window-shape' }],
  [
    'groups that do not divide the channels',
    on([4, 4, 3], layers.conv2d(4, 3, { groups: 2 })),
    Shape,
    { expected: /divide the 3 channels/ },
  ],
];

describe('layers on images', () => {
  it.each(cases)('refuse %s', async (_, call, Class, expected) => {
    await expectError(() => call(undefined as never), Class, expected);
  });
});
