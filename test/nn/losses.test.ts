import { readFileSync } from 'node:fs';

import { ArgumentError, layers, losses, sequential } from 'ferrograd';
import { describe, expect, it } from 'vitest';

import type { Targets } from '../../dist/backend/backend.js';
import { kernels } from '../../dist/backend/select.js';
import { loss } from '../../dist/nn/losses/index.js';
import { expectClose } from '../support/close.js';
import { expectError } from '../support/errors.js';
import { tolerances } from '../support/tolerances.js';

interface Case {
  name: keyof typeof losses;
  options: Record<string, number | boolean>;
  outputs: number[][];
  targets: number[] | number[][];
  float32: Values;
  float64: Values;
}

/** Of each sample. */
interface Values {
  losses: number[];
  gradients: number[][];
}

/** Values from PyTorch; `make_activation_loss_fixtures.py` beside the file made them. */
const { cases } = JSON.parse(readFileSync(new URL('../fixtures/losses.json', import.meta.url), 'utf8')) as {
  cases: Case[];
};

const typed = { float32: Float32Array, float64: Float64Array };

it('every loss has a reference case', () => {
  expect(new Set(cases.map(({ name }) => name))).toEqual(new Set(Object.keys(losses)));
});

/** Losses and gradients of all samples of a case, one after the other. */
function evaluate({ name, options, outputs, targets }: Case, dtype: 'float32' | 'float64') {
  const width = outputs[0]!.length;
  const program = kernels.compile({
    dtype,
    batchSize: 1,
    inputShapes: [[width]],
    layers: [{ unit: { kind: 'activation', activation: 'linear' }, from: [0] }],
    outputs: [1],
    losses: [loss({ kind: name, ...options }, 'test').unit],
    inputGradients: true,
  });
  const y: Targets =
    typeof targets[0] === 'number'
      ? { labels: Uint32Array.from(targets as number[]) }
      : { values: typed[dtype].from(targets.flat()), width };
  const data = kernels.dataset(dtype, [{ data: typed[dtype].from(outputs.flat()), scale: 1, width }], [y]);
  return outputs.map((_, sample) => {
    const value = program.gradients(data, new Uint32Array([sample])).loss;
    return { value, gradient: [...program.inputGradient(0, 1)] };
  });
}

describe.each(['float32', 'float64'] as const)('%s', (dtype) => {
  describe.each(cases.map((fixture, index) => [`${index} ${fixture.name}`, fixture] as const))(
    '%s',
    (_, fixture) => {
      it('has the losses and gradients', () => {
        const results = evaluate(fixture, dtype);
        const values = results.map(({ value }) => value);
        expectClose(values, fixture[dtype].losses, tolerances.formula[dtype]);
        const gradients = results.flatMap(({ gradient }) => gradient);
        expectClose(gradients, fixture[dtype].gradients.flat(), tolerances.formula[dtype]);
      });

      it('is the mean over samples in a model', () => {
        const { name, options, outputs, targets } = fixture;
        const net = sequential({ inputShape: [4], dtype }, [layers.activation('linear')]);
        net.compile({ optimizer: 'sgd', loss: { kind: name, ...options } });
        const mean = fixture[dtype].losses.reduce((sum, value) => sum + value, 0) / outputs.length;
        expectClose([net.evaluate(outputs, targets).loss], [mean], tolerances.formula[dtype]);
      });
    },
  );
});

describe('targets and arguments', () => {
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

  it('classes of a hinge loss are told apart at 0', () => {
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
