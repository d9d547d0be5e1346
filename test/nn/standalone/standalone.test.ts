import {
  type ActivationName,
  ArgumentError,
  type BuiltLayer,
  DTypeError,
  initializers,
  layers,
  losses,
  model,
  input,
  optimizers,
  schedules,
  seed,
  sequential,
  ShapeError,
} from 'ferrograd';
import { describe, expect, it } from 'vitest';

import { expectClose } from '../../support/close.js';
import { expectError } from '../../support/errors.js';
import { units } from '../../support/references.js';

const x = [[0.2, -0.5], [0.9, 0.1], [-0.3, 0.8], [-0.7, -0.6], [0.4, 0.4]]; // prettier-ignore
const labels = [0, 1, 2, 1, 0];
const values = x.map((row, index) => [Math.sin(index), row[0]! * row[1]!, 0.5]);

const array = (values: readonly number[], ...shape: number[]) => ({ data: Float64Array.from(values), shape });
const flat = (arrays: readonly { data: ArrayLike<number> }[]) =>
  arrays.flatMap(({ data }) => [...Array.from(data)]);

describe('a training loop', () => {
  it.each([
    ['sgd with momentum and decay', () => optimizers.sgd({ learningRate: decay(), momentum: 0.9 })],
    ['adam', () => optimizers.adam({ learningRate: 0.05 })],
    ['rmsprop with clipping', () => optimizers.rmsprop({ learningRate: 0.01, globalClipNorm: 0.1 })],
  ])('does by hand what fit does: %s', async (_, optimizer) => {
    const dense1 = layers.dense(8, { activation: 'relu' }).build([2], { seed: 1, dtype: 'float64' });
    const dense2 = layers.dense(3).build([8], { seed: 2, dtype: 'float64' });
    const softmax = layers.activation('softmax').build([3], { dtype: 'float64' });
    const net = sequential({ inputShape: [2], dtype: 'float64' }, [
      layers.dense(8, { activation: 'relu' }),
      layers.dense(3, { activation: 'softmax' }),
    ]);
    net.setWeights([...dense1.getWeights(), ...dense2.getWeights()]);
    net.compile({ optimizer: optimizer(), loss: 'categoricalCrossentropy' });
    const { history } = await net.fit(x, labels, { epochs: 30, batchSize: 5, shuffle: false });

    const loss = losses.categoricalCrossentropy();
    const step = optimizer();
    const byHand: number[] = [];
    for (let epoch = 0; epoch < 30; epoch++) {
      const output = softmax.forward(dense2.forward(dense1.forward(x)));
      byHand.push(loss.evaluate(labels, output));
      dense1.backward(dense2.backward(softmax.backward(loss.gradient(labels, output)).inputs).inputs);
      step.step([dense1, softmax, dense2]);
    }
    expectClose(byHand, history.loss, 1e-12);
    expectClose(flat([...dense1.getWeights(), ...dense2.getWeights()]), flat(net.getWeights()), 1e-10);
    expect(step.steps).toBe(30);
    expect(net.evaluate(x, labels).loss).toBeLessThan(history.loss[0]!);
  });

  it('takes the mean gradient of a batch, as the network does', () => {
    const dense = layers.dense(3, { activation: 'tanh' }).build([2], { seed: 1 });
    const net = sequential({ inputShape: [2] }, [layers.dense(3, { activation: 'tanh' })]);
    net.setWeights(dense.getWeights());
    net.compile({ optimizer: 'sgd', loss: 'quadratic' });
    const { gradients } = dense.backward(losses.quadratic().gradient(values, dense.forward(x)));
    expectClose(flat(gradients), flat(net.gradients(x, values).gradients), 1e-6);
  });
});

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

  it('takes the next seed where it is given none', () => {
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

  it('goes back over its last pass even after many others were used', () => {
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

  it('drops in training alone, anew in each pass', () => {
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

  it('adds the gradients of its regularizers, and says what they cost', () => {
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

  it('stays within its bounds in steps by hand', () => {
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

  it('is a description that any number can be built from', () => {
    const description = layers.dense(3);
    const [a, b] = [description.build([2], { seed: 1 }), description.build([4], { seed: 1 })];
    a.forward(x);
    expect(b.forward([[1, 2, 3, 4]]).shape).toEqual([1, 3]);
    expect(a.backward(values).inputs.shape).toEqual([5, 2]);
  });

  it('learns statistics in the backward pass of training', () => {
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

  it('goes back by its full Jacobian', () => {
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

describe('a loss', () => {
  const y = [[0, 1], [1, 0], [0.5, 0.5]]; // prettier-ignore
  const output = [[0.5, 0.5], [0, 0], [1, 1]]; // prettier-ignore
  const loss = losses.quadratic();

  it('evaluates, per sample too, and has a gradient', () => {
    expect(loss.evaluate(y, output)).toBeCloseTo(1 / 3, 15);
    expect(loss.perSample(y, output)).toEqual(array([0.25, 0.5, 0.25], 3));
    const { data, shape } = loss.gradient(y, output);
    expect(shape).toEqual([3, 2]);
    expectClose(data, [0.5, -0.5, -1, 0, 0.5, 0.5].map((d) => d / 3), 1e-15); // prettier-ignore
  });

  it('weighs samples and classes', () => {
    const sampleWeight = [2, 0, 1];
    expect(loss.evaluate(y, output, { sampleWeight })).toBeCloseTo(0.25, 15);
    expect(loss.perSample(y, output, { sampleWeight }).data).toEqual(Float64Array.of(0.5, 0, 0.25));
    expectClose(loss.gradient(y, output, { sampleWeight }).data.subarray(0, 4), [1 / 3, -1 / 3, 0, 0], 1e-15);
    expect(loss.evaluate([1, 0, 0], output, { classWeight: { 0: 0 } })).toBeCloseTo(0.25 / 3, 15);
  });

  it('computes in float32 where the outputs are float32', () => {
    const single = { data: Float32Array.from(output.flat()), shape: [3, 2] };
    expect(loss.gradient(y, single).data).toBeInstanceOf(Float32Array);
    expect(loss.gradient(y, output).data).toBeInstanceOf(Float64Array);
  });

  it('takes one output a sample as a flat array, and batches of any size', () => {
    expect(loss.evaluate([1, 0], [0, 2])).toBe(1.25);
    expect(loss.evaluate(new Float64Array(5000), new Float64Array(5000).fill(2))).toBe(2);
    expect(loss.gradient(new Float64Array(5000), new Float64Array(5000).fill(2)).data[4999]).toBe(2 / 5000);
    expect(loss.gradient([1, 0], [0, 2]).shape).toEqual([2]);
  });
});

describe('an optimizer', () => {
  it('changes arrays in place', () => {
    const [w, b] = [array([1, 2, 3, 4], 2, 2), Float32Array.of(1, 1)];
    const gradients = [[[1, 0], [0, 2]], [0.5, 0]]; // prettier-ignore
    optimizers.sgd({ learningRate: 0.5 }).step([w, b], gradients);
    expect(w.data).toEqual(Float64Array.of(0.5, 2, 3, 3));
    expect(b).toEqual(Float32Array.of(0.75, 1));
  });

  it('keeps its state from step to step', () => {
    const w = Float64Array.of(1);
    const optimizer = optimizers.sgd({ learningRate: 1, momentum: 0.5 });
    for (let i = 0; i < 3; i++) optimizer.step([w], [[1]]);
    expect(w[0]).toBe(1 - 1 - 1.5 - 1.75);
    expect(optimizer.steps).toBe(3);
    optimizers.sgd({ learningRate: 1, momentum: 0.5 }).step([w], [[1]]);
    expect(w[0], 'another begins anew').toBe(-4.25);
  });

  it('keeps its state while many others are used', () => {
    const run = (pause: () => void) => {
      const w = Float64Array.of(1, -2);
      const optimizer = optimizers.adam({ learningRate: 0.1 });
      for (let i = 0; i < 5; i++) {
        optimizer.step([w], [[Math.sin(i), w[1]!]]);
        pause();
      }
      return w;
    };
    const crowd = Array.from({ length: 20 }, () => layers.dense(1).build([2]));
    const pause = () => crowd.forEach((built) => built.forward(x));
    expect(run(pause)).toEqual(run(() => undefined));
  });

  it('follows a schedule of steps', () => {
    const optimizer = optimizers.sgd({ learningRate: decay() });
    const w = Float64Array.of(0);
    expect(optimizer.currentLearningRate).toBe(1);
    for (let i = 0; i < 3; i++) optimizer.step([w], [[1]]);
    expect(w[0]).toBeCloseTo(-1 - 1 / 1.1 - 1 / 1.2, 14);
    expect(optimizer.currentLearningRate).toBeCloseTo(1 / 1.3, 14);
    expect(optimizer.learningRate).toBe(1);
  });

  it('follows schedules of epochs, and those that watch a figure', async () => {
    const stepwise = optimizers.sgd({
      learningRate: schedules.inverseTimeDecay({ initialLearningRate: 1, decayRate: 1, per: 'epoch' }),
    });
    stepwise.step([Float64Array.of(0)], [[1]]);
    expect(stepwise.currentLearningRate).toBe(1);
    stepwise.endEpoch();
    expect(stepwise.currentLearningRate).toBe(0.5);
    const watching = optimizers.sgd({
      learningRate: schedules.reduceOnPlateau({ initialLearningRate: 1, factor: 0.5, patience: 1 }),
    });
    for (const valLoss of [1, 0.5, 0.5]) watching.endEpoch({ valLoss });
    expect(watching.currentLearningRate).toBe(0.5);
    await expectError(() => watching.endEpoch({ loss: 1 }), ArgumentError, { code: 'monitor' });
  });

  it('shares nothing with models that are compiled with it', async () => {
    const optimizer = optimizers.adam({ learningRate: 0.1 });
    for (let i = 0; i < 5; i++) optimizer.step([Float64Array.of(0)], [[1]]);
    const trained = async (used: typeof optimizer) => {
      const net = sequential({ inputShape: [2], seed: 1 }, [layers.dense(3)]);
      net.compile({ optimizer: used, loss: 'quadratic' });
      await net.fit(x, values, { epochs: 3 });
      return net.getWeights();
    };
    expect(await trained(optimizer)).toEqual(await trained(optimizers.adam({ learningRate: 0.1 })));
    expect(optimizer.steps).toBe(5);
  });
});

const dense = () => layers.dense(3).build([2], { seed: 1 });
const stepped = () => {
  const optimizer = optimizers.adam();
  optimizer.step([Float64Array.of(1, 2)], [[1, 1]]);
  return optimizer;
};
const ready = () => {
  const built = dense();
  built.forward(x);
  return built;
};

const refused: [string, () => unknown, typeof ArgumentError, RegExp | string][] = [
  ['backward before forward', () => dense().backward(values), ArgumentError, 'backward: the dense layer has seen no'],
  ['a gradient of another shape', () => ready().backward(x), Shape(), /dy has shape \[5, 2\].*\[5, 3\]/],
  ['a gradient of too few values', () => ready().backward(new Float64Array(12)), Shape(), /\[12\]/],
  ['a gradient that is not finite', () => ready().backward(values.map(() => [0, NaN, 0])), ArgumentError, /dy\[0\]\[1\] is NaN/],
  ['a gradient that is no array', () => ready().backward(3 as never), Type(), /dy is 3/],
  ['samples of other features', () => dense().forward([[1, 2, 3]]), Shape(), /dense: input has 3 features/],
  ['samples that are not finite', () => dense().forward([[1, Infinity]]), ArgumentError, /x\[0\]\[1\] is Infinity/],
  ['no samples', () => dense().forward([]), ArgumentError, /x is empty/],
  ['an unknown option of forward', () => dense().forward(x, { train: true } as never), ArgumentError, /"train"/],
  ['training that is no boolean', () => dense().forward(x, { training: 1 as never }), ArgumentError, /training is 1/],
  ['a layer that does not fit', () => layers.dense(3).build([2, 2]), Shape(), /dense: one input sample has shape/],
  ['several inputs where one is taken', () => layers.dense(3).build([[2], [2]]), Shape(), /dense: the layer was given 2 inputs/],
  ['one input where several are joined', () => layers.add().build([2]), Shape(), /add: the layer was given 1 input,/],
  ['a shape that is none', () => layers.dense(3).build(2 as never), Shape(), /inputShape is 2/],
  ['an unknown dtype', () => layers.dense(3).build([2], { dtype: 'float16' as never }), ArgumentError, /float16/],
  ['a seed below 0', () => layers.dense(3).build([2], { seed: -1 }), ArgumentError, /seed is -1/],
  ['weights of another shape', () => dense().setWeights([[1], [2]]), Shape(), /weights\[0\] has shape \[1\]/],
  ['targets of another size', () => losses.quadratic().evaluate([[1, 2]], values), Shape(), /yTrue has 1 targets/],
  ['labels out of range', () => losses.quadratic().gradient([0, 1, 2, 3, 0], values), ArgumentError, /yTrue\[3\] is 3/],
  ['outputs that are not finite', () => losses.quadratic().evaluate([[1]], [[NaN]]), ArgumentError, /yPred\[0\]\[0\] is NaN/],
  ['no outputs', () => losses.quadratic().perSample([], []), ArgumentError, /yPred is empty/],
  ['an unknown option of a loss', () => losses.quadratic().evaluate([[1]], [[1]], { weight: 1 } as never), ArgumentError, /"weight"/],
  ['layers without gradients', () => optimizers.sgd().step([ready()]), ArgumentError, /no gradients yet/],
  ['layers and arrays together', () => optimizers.sgd().step([ready(), Float64Array.of(1)] as never), Type(), /1 of 2 parameters are layers/],
  ['the same layer twice', () => { const one = ready(); optimizers.sgd().step([one, one]); }, ArgumentError, /came before/],
  ['the same array twice', () => { const w = new Float64Array(2); optimizers.sgd().step([w, w], [[1, 1], [1, 1]]); }, ArgumentError, /parameters\[1\] came before/],
  ['nothing to change', () => optimizers.sgd().step([]), Type(), /parameters is an array of length 0/],
  ['arrays without gradients', () => optimizers.sgd().step([Float64Array.of(1)] as never), Type(), /gradients is undefined/],
  ['a gradient too few', () => optimizers.sgd().step([Float64Array.of(1)], []), Shape(), /0 gradients came/],
  ['gradients of another shape', () => optimizers.sgd().step([array([1, 2], 2, 1)], [[1, 2]]), Shape(), /gradients\[0\] has shape \[2\].*\[2, 1\]/],
  ['gradients that are not finite', () => optimizers.sgd().step([Float64Array.of(1)], [[-Infinity]]), ArgumentError, /gradients\[0\]\[0\] is -Infinity/],
  ['nested arrays, which cannot be changed in place', () => optimizers.sgd().step([[1, 2]] as never, [[1, 2]]), Type(), /parameters\[0\] is an array/],
  ['integers', () => optimizers.sgd().step([{ data: new Int32Array(2), shape: [2] }] as never, [[1, 2]]), Type(), /Float32Array or Float64Array/],
  ['a transposed view', () => optimizers.sgd().step([{ data: new Float64Array(4), shape: [2, 2], strides: [1, 2] }] as never, [[1, 2, 3, 4]]), Shape(), /view/],
  ['another number of parameters than before', () => stepped().step([new Float64Array(2), new Float64Array(2)], [[1, 1], [1, 1]]), Shape(), /2 parameters came, in the first step there were 1/],
  ['parameters of another shape than before', () => stepped().step([new Float64Array(3)], [[1, 1, 1]]), Shape(), /has shape \[3\], in the first step it had \[2\]/],
]; // prettier-ignore

function Shape(): typeof ArgumentError {
  return ShapeError;
}

function Type(): typeof ArgumentError {
  return DTypeError;
}

it.each(refused)('refuses %s', async (_, call, Class, message) => {
  await expectError(call, Class, { message });
});

it('changes nothing when a step is refused', async () => {
  const [w, b] = [Float64Array.of(1, 2), Float64Array.of(3)];
  const optimizer = optimizers.sgd({ momentum: 0.9 });
  optimizer.step([w, b], [[1, 1], [1]]);
  const before = [...w, ...b];
  await expectError(() => optimizer.step([w, b], [[1, 1], [NaN]]), ArgumentError);
  expect([...w, ...b]).toEqual(before);
  expect(optimizer.steps).toBe(1);
});

it('keeps the last pass when another is refused', async () => {
  const built = dense();
  built.forward(x);
  const expected = built.backward(values);
  built.forward(x);
  await expectError(() => built.forward([[1, NaN]]), ArgumentError);
  expect(built.backward(values)).toEqual(expected);
});

it('uses a model’s layers without touching it', () => {
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

it('knows every activation by hand', () => {
  for (const name of units.activations as ActivationName[]) {
    expect(layers.activation(name).build([3]).forward(values).shape).toEqual([5, 3]);
  }
});

function decay() {
  return schedules.inverseTimeDecay({ initialLearningRate: 1, decayRate: 0.1 });
}
