import { ArgumentError, layers, losses, sequential } from 'ferrograd';
import { describe, expect, it } from 'vitest';

import { expectError } from '../../support/errors.js';

describe('a loss', () => {
  const net = (name: keyof typeof losses, units = 2) => {
    const model = sequential({ inputShape: [1] }, [layers.dense(units)]);
    model.compile({ optimizer: 'sgd', loss: name });
    return model;
  };

  it.each([
    ['hinge', [[1, 0.5]], 'y[0][1] is 0.5'],
    ['squaredHinge', [[2, 1]], 'y[0][0] is 2'],
    ['binaryCrossentropy', [[-1, 1]], 'y[0][0] is -1'],
    ['binaryCrossentropy', [[0, 1.5]], 'y[0][1] is 1.5'],
    ['categoricalCrossentropy', [[0, -1]], 'y[0][1] is -1'],
    ['kullbackLeibler', [[0, -0.5]], 'y[0][1] is -0.5'],
  ] as const)('%s refuses the targets %j', async (name, y, actual) => {
    const code = 'target-out-of-range';
    await expectError(() => net(name).evaluate([[1]], y), ArgumentError, { code, actual });
  });

  it('a hinge loss distinguishes two classes at 0', () => {
    const model = sequential({ inputShape: [1] }, [layers.activation('linear')]);
    for (const loss of ['hinge', losses.binaryCrossentropy({ fromLogits: true })] as const) {
      model.compile({ optimizer: 'sgd', loss, metrics: ['accuracy'] });
      expect(model.evaluate([[0.25], [-0.25], [0.25], [3]], [1, 0, 0, 1]).accuracy).toBe(0.75);
    }
  });

  it('refuses arguments out of range', async () => {
    await expectError(() => losses.huber({ delta: 0 }), ArgumentError, { actual: 'delta is 0' });
    await expectError(() => losses.hinge({ delta: 1 } as never), ArgumentError, { code: 'unknown-option' });
    for (const make of [losses.binaryCrossentropy, losses.categoricalCrossentropy]) {
      await expectError(() => make({ labelSmoothing: 1.5 }), ArgumentError, {
        actual: 'labelSmoothing is 1.5',
      });
      await expectError(() => make({ fromLogits: 1 as never }), ArgumentError, { actual: 'fromLogits is 1' });
    }
    const smooth = { labelSmoothing: 0.1 } as never;
    await expectError(() => losses.sparseCategoricalCrossentropy(smooth), ArgumentError);
  });
});
