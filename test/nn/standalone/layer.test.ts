import {
  type ActivationName,
  ArgumentError,
  type BuiltLayer,
  initializers,
  layers,
  losses,
  model,
  input,
  optimizers,
  seed,
  sequential,
} from 'ferrograd';
import { describe, expect, it } from 'vitest';

import { DType, Shape } from '../../support/badInput.js';
import { expectClose } from '../../support/close.js';
import { expectError } from '../../support/errors.js';
import { units } from '../../support/references.js';
import { x, values, array, flat, dense, passed } from '../../support/standalone.js';

describe('a layer', () => {
  it('starts as in a model of the same seed', () => {
    const built = layers.dense(3).build([2], { seed: 7 });
    expect(built.getWeights()).toEqual(
      sequential({ inputShape: [2], seed: 7 }, [layers.dense(3)]).getWeights(),
    );
    expect(built).toMatchObject({
      kind: 'dense',
      dtype: 'float32',
      seed: 7,
      inputShapes: [[2]],
      outputShape: [3],
    });
    expect(built.parameters).toEqual([
      { name: 'kernel', shape: [2, 3], isTrained: true },
      { name: 'bias', shape: [3], isTrained: true },
    ]);
    expect(built.countParams()).toBe(9);
  });

  it('takes the next seed if it is given none', () => {
    seed(5);
    const first = layers.dense(3).build([2]).getWeights();
    expect(layers.dense(3).build([2]).getWeights()).not.toEqual(first);
    seed(5);
    expect(layers.dense(3).build([2]).getWeights()).toEqual(first);
  });

  it('takes batches of any size, one after the other', () => {
    const dense = layers.dense(3, { activation: 'sigmoid' }).build([2], { seed: 1, dtype: 'float64' });
    const whole = dense.forward(x);
    for (const count of [1, 4, 2]) {
      const part = dense.forward(x.slice(0, count));
      expect(part.shape).toEqual([count, 3]);
      expectClose(part.data, whole.data.subarray(0, 3 * count), 1e-15);
    }
    const many = Array.from({ length: 300 }, (_, index) => x[index % 5]!);
    expectClose(dense.forward(many).data.subarray(0, 15), whole.data, 1e-15);
    expect(dense.backward({ data: new Float32Array(900).fill(1), shape: [300, 3] }).inputs.shape).toEqual([
      300, 2,
    ]);
  });

  it('takes samples of any rank, and gives their gradient that shape', () => {
    const dense = layers.dense(2).build([6], { seed: 1 });
    dense.forward({
      data: Float32Array.from({ length: 12 }, (_, index) => Math.cos(index)),
      shape: [2, 3, 2],
    });
    expect(dense.backward([[1, 0], [0, 1]]).inputs.shape).toEqual([2, 3, 2]); // prettier-ignore
    expect(dense.forward({ data: new Uint8Array(12).fill(51), shape: [2, 6] }).shape).toEqual([2, 2]);
  });

  it('with several inputs gives a gradient for each', () => {
    const add = layers.add().build([[2], [2], [2]]);
    expect(add.forward([x, x, [[1, 1], [0, 0], [0, 0], [0, 0], [0, 0]]]).data[0]).toBeCloseTo(1.4); // prettier-ignore
    const { inputs } = add.backward(x);
    expect(inputs).toHaveLength(3);
    inputs.forEach(({ data }) => {
      expectClose(data, x.flat(), 1e-7);
    });
  });

  it('keeps its last pass for backward while many other layers are used', () => {
    const pass = (built: BuiltLayer) => flat([built.backward(values).inputs]);
    const make = () => layers.dropout(0.5).build([3], { seed: 3 });
    const alone = make();
    alone.forward(values);
    const crowd = Array.from({ length: 40 }, make);
    for (const built of crowd) built.forward(values);
    const expected = pass(alone);
    expect(expected).toContain(0);
    for (const built of crowd) expect(pass(built)).toEqual(expected);
  });

  it('drops values only in training, other ones in each pass', () => {
    const ones = array(
      Array.from({ length: 200 }, () => 1),
      1,
      200,
    );
    const dropout = layers.dropout(0.5).build([200], { seed: 1 });
    const first = dropout.forward(ones).data;
    expect(dropout.forward(ones, { training: false }).data).toEqual(new Float32Array(200).fill(1));
    expect(dropout.backward(ones).inputs.data).toEqual(new Float32Array(200).fill(1));
    const second = dropout.forward(ones).data;
    expect(second).not.toEqual(first);
    expect(new Set(second)).toEqual(new Set([0, 2]));
    expect(dropout.backward(ones).inputs.data).toEqual(second);
    expect(layers.dropout(0.5).build([200], { seed: 1 }).forward(ones).data).toEqual(first);
  });

  it('adds the gradients of its regularizers, and returns their penalty', () => {
    const options = {
      activation: 'tanh',
      kernelRegularizer: { kind: 'l1l2', l1: 0.01, l2: 0.02 },
      biasRegularizer: { kind: 'l2', l2: 0.3 },
      activityRegularizer: { kind: 'l1l2', l1: 0.05, l2: 0.1 },
      biasInitializer: initializers.constant({ value: 0.2 }),
    } as const;
    const dense = layers.dense(3, options).build([2], { seed: 1, dtype: 'float64' });
    const net = sequential({ inputShape: [2], seed: 1, dtype: 'float64' }, [layers.dense(3, options)]);
    net.compile({ optimizer: 'sgd', loss: 'quadratic' });
    const output = dense.forward(x);
    const { loss, gradients } = net.gradients(x, values);
    expectClose([losses.quadratic().evaluate(values, output) + dense.penalty()], [loss], 1e-14);
    const backward = dense.backward(losses.quadratic().gradient(values, output));
    expectClose(flat(backward.gradients), flat(gradients), 1e-14);
  });

  it('stays within its constraints in steps of an optimizer', () => {
    const dense = layers
      .dense(3, { kernelConstraint: { kind: 'maxNorm', maxValue: 0.5 } })
      .build([2], { seed: 1 });
    dense.forward(x);
    dense.backward(values);
    optimizers.sgd({ learningRate: 10 }).step([dense]);
    const { data } = dense.getWeights()[0]!;
    const norms = [0, 1, 2].map((unit) => Math.hypot(data[unit]!, data[unit + 3]!));
    expectClose(norms, [0.5, 0.5, 0.5], 1e-6);
  });

  it('is a description from which several layers can be built', () => {
    const description = layers.dense(3);
    const [a, b] = [description.build([2], { seed: 1 }), description.build([4], { seed: 1 })];
    a.forward(x);
    expect(b.forward([[1, 2, 3, 4]]).shape).toEqual([1, 3]);
    expect(a.backward(values).inputs.shape).toEqual([5, 2]);
  });

  it('updates running statistics in the backward pass of training', () => {
    const built = layers.batchNormalization({ momentum: 0 }).build([2], { dtype: 'float64' });
    built.forward(x);
    built.backward(x);
    const mean = [0, 1].map((column) => x.reduce((sum, row) => sum + row[column]!, 0) / x.length);
    const [gamma, , running] = built.getWeights();
    expectClose(running!.data, mean, 1e-14);
    optimizers.sgd({ learningRate: 1 }).step([built]);
    expectClose(built.getWeights()[2]!.data, mean, 1e-14);
    expect(built.getWeights()[0]!.data).not.toEqual(gamma!.data);
  });
});

describe('softmax', () => {
  const z = [[2, -1, 0.5, 0], [-3, 4, 1, 1], [0, 0, 0, 0]]; // prettier-ignore
  const softmax = () => layers.activation('softmax').build([4], { dtype: 'float64' });

  it('has the gradient of its full Jacobian', () => {
    const built = softmax();
    const { data } = built.forward(z);
    const dy = z.map((row, i) => row.map((_, j) => Math.cos(3 * i + j)));
    const expected = z.flatMap((row, i) => {
      const a = row.map((_, j) => data[4 * i + j]!);
      return a.map((aj, j) => a.reduce((sum, ak, k) => sum + dy[i]![k]! * ak * (Number(j === k) - aj), 0));
    });
    expectClose(built.backward(dy).inputs.data, expected, 1e-15);
  });

  it.each([
    ['labels', [2, 1, 0]],
    ['shares', [[0.1, 0.2, 0.3, 0.4], [0, 1, 0, 0], [0.25, 0.25, 0.25, 0.25]]], // prettier-ignore
  ])('and cross-entropy in two steps have the gradient of both in one, for %s', (_, y) => {
    const built = softmax();
    const loss = losses.categoricalCrossentropy();
    const output = built.forward(z);
    const twoSteps = built.backward(loss.gradient(y, output)).inputs;
    const fused = losses.categoricalCrossentropy({ fromLogits: true });
    const logits = array(z.flat(), 3, 4);
    expectClose(twoSteps.data, fused.gradient(y, logits).data, 1e-14);
    expectClose([loss.evaluate(y, output)], [fused.evaluate(y, logits)], 1e-12);
  });
});

const refused: [string, () => unknown, typeof ArgumentError, RegExp | string][] = [
  ['backward before forward', () => dense().backward(values), ArgumentError, 'backward: the dense layer has made no'],
  ['a gradient of another shape', () => passed().backward(x), Shape, /dy has shape \[5, 2\].*\[5, 3\]/],
  ['a gradient of too few values', () => passed().backward(new Float64Array(12)), Shape, /\[12\]/],
  ['a gradient that is not finite', () => passed().backward(values.map(() => [0, NaN, 0])), ArgumentError, /dy\[0\]\[1\] is NaN/],
  ['a gradient that is no array', () => passed().backward(3 as never), DType, /dy is 3/],
  ['samples of other features', () => dense().forward([[1, 2, 3]]), Shape, /dense: input has 3 features/],
  ['samples that are not finite', () => dense().forward([[1, Infinity]]), ArgumentError, /x\[0\]\[1\] is Infinity/],
  ['no samples', () => dense().forward([]), ArgumentError, /x is empty/],
  ['an unknown option of forward', () => dense().forward(x, { train: true } as never), ArgumentError, /"train"/],
  ['training that is no boolean', () => dense().forward(x, { training: 1 as never }), ArgumentError, /training is 1/],
  ['a layer that does not fit', () => layers.dense(3).build([2, 2]), Shape, /dense: one input sample has shape/],
  ['several inputs where one is taken', () => layers.dense(3).build([[2], [2]]), Shape, /dense: the layer was given 2 inputs/],
  ['one input where several are joined', () => layers.add().build([2]), Shape, /add: the layer was given 1 input,/],
  ['a shape that is none', () => layers.dense(3).build(2 as never), Shape, /inputShape is 2/],
  ['an unknown dtype', () => layers.dense(3).build([2], { dtype: 'float16' as never }), ArgumentError, /float16/],
  ['a seed below 0', () => layers.dense(3).build([2], { seed: -1 }), ArgumentError, /seed is -1/],
  ['weights of another shape', () => dense().setWeights([[1], [2]]), Shape, /weights\[0\] has shape \[1\]/],
]; // prettier-ignore

it.each(refused)('refuses %s', async (_, call, Class, message) => {
  await expectError(call, Class, { message });
});

it('a layer keeps its last pass when another one is refused', async () => {
  const built = dense();
  built.forward(x);
  const expected = built.backward(values);
  built.forward(x);
  await expectError(() => built.forward([[1, NaN]]), ArgumentError);
  expect(built.backward(values)).toEqual(expected);
});

it('a layer of a model can be built without changing the model', () => {
  const layer = layers.dense(3);
  const source = input([2]);
  const net = model({ inputs: source, outputs: layer.apply(source), seed: 1 });
  const start = net.getWeights();
  const built = layer.build([2], { seed: 2 });
  built.forward(x);
  built.backward(values);
  optimizers.sgd().step([built]);
  expect(net.getWeights()).toEqual(start);
});

it('every activation can be built as a layer', () => {
  for (const name of units.activations as ActivationName[]) {
    expect(layers.activation(name).build([3]).forward(values).shape).toEqual([5, 3]);
  }
});
