import { activations, ArgumentError, DTypeError } from 'ferrograd';
import { describe, expect, it } from 'vitest';

import { activation } from '../../../dist/nn/activations/index.js';
import { expectClose } from '../../support/close.js';
import { expectError } from '../../support/errors.js';
import { readFixture } from '../../support/pytorch.js';
import { tolerances } from '../../support/tolerances.js';

interface ElementwiseCase {
  name: string;
  options: Record<string, number>;
  z: number[];
  a: number[];
  slope: number[];
}

interface RowwiseCase {
  name: string;
  z: number[][];
  a: number[][];
}

/** Values from PyTorch; `make_activation_loss_fixtures.py` beside the file made them. */
const fixture = readFixture('activations.json') as { elementwise: ElementwiseCase[]; rowwise: RowwiseCase[] };

/** The name in the kernels stands for an option here. */
function made({ name, options }: Pick<ElementwiseCase, 'name' | 'options'>) {
  const config = name === 'geluTanh' ? { kind: 'gelu', approximate: true } : { kind: name, ...options };
  return activation(config, 'test');
}

const typed = { float32: Float32Array, float64: Float64Array };

describe.each(['float32', 'float64'] as const)('%s', (dtype) => {
  describe.each(fixture.elementwise)('$name', (fixture) => {
    const { z, a, slope } = fixture;
    const x = typed[dtype].from(z);
    const tolerance = tolerances.formula[dtype];

    it('has the values of PyTorch', () => {
      const values = activations.evaluate(made(fixture), x);
      expect(values.shape).toEqual([z.length]);
      expect(values.data).toBeInstanceOf(typed[dtype]);
      expectClose(values.data, a, tolerance);
    });

    it('has a small relative error near 0, too', () => {
      const { data } = activations.evaluate(made(fixture), x);
      const near = [...z.keys()].filter((index) => Math.abs(z[index]!) <= 1 && a[index] !== 0);
      const ratios = near.map((index) => data[index]! / a[index]!);
      expectClose(ratios, new Array(near.length).fill(1), tolerance);
    });

    it('has the derivatives of PyTorch', () => {
      expectClose(activations.derivative(made(fixture), x).data, slope, tolerance);
    });
  });

  it.each(fixture.rowwise)('$name acts along the last axis', ({ name, z, a }) => {
    const x = { data: typed[dtype].from(z.flat()), shape: [z.length, 3] };
    const values = activations.evaluate(name as 'softmax', x);
    expect(values.shape).toEqual([z.length, 3]);
    expectClose(values.data, a.flat(), tolerances.formula[dtype]);
  });
});

describe('an activation without a model', () => {
  it('is evaluated for any array, by name, options or config', () => {
    expect(activations.evaluate('relu', [[-1, 2]])).toEqual({
      data: new Float64Array([0, 2]),
      shape: [1, 2],
    });
    expect(activations.evaluate(activations.leakyRelu(), [-1]).data).toEqual(new Float64Array([-0.2]));
    expect(activations.evaluate({ kind: 'leakyRelu', alpha: 0.5 }, [-1]).data[0]).toBe(-0.5);
    expect(activations.evaluate('elu', [-1]).data[0]).toBeCloseTo(Math.expm1(-1), 14);
    expect(activations.evaluate('tanh', new Float64Array(0)).data).toHaveLength(0);
    expect(activations.derivative('relu', [[0], [2]])).toEqual({
      data: new Float64Array([0, 1]),
      shape: [2, 1],
    });
  });

  it('refuses unknown names, options and derivatives', async () => {
    await expectError(() => activations.evaluate('reluu' as 'relu', [1]), ArgumentError, {
      remedy: /'relu'/,
    });
    await expectError(() => activations.evaluate('relu', 'x' as never), DTypeError, {
      operation: 'evaluate',
    });
    await expectError(() => activations.derivative('softmax', [1, 2]), ArgumentError, {
      code: 'no-derivative',
    });
    for (const make of [activations.leakyRelu, activations.elu]) {
      await expectError(() => make({ alpha: -1 }), ArgumentError, { actual: 'alpha is -1' });
      await expectError(() => make({ alpha: NaN }), ArgumentError);
      await expectError(() => make({ slope: 1 } as never), ArgumentError, { code: 'unknown-option' });
    }
    await expectError(() => activations.relu({ alpha: 1 } as never), ArgumentError, {
      code: 'unknown-option',
    });
    await expectError(() => activations.gelu({ approximate: 'tanh' as never }), ArgumentError);
  });
});
