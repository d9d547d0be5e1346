import { gradCheck, input, layers, type Layer, model, sequential } from 'ferrograd';
import { describe, expect, it } from 'vitest';

import { expectClose } from '../support/close.js';
import { expectArrays, readFixture } from '../support/pytorch.js';
import {
  type LayerCase,
  makeActivation,
  makeLayer,
  makeLoss,
  makeOptimizer,
  references,
  units,
} from '../support/references.js';
import { tolerances } from '../support/tolerances.js';

const dtypes = ['float32', 'float64'] as const;

describe.each([
  ['layers', references.layers.map(({ layer }) => layer)],
  ['activations', references.activations.map(({ activation }) => activation)],
  ['losses', references.losses.map(({ loss }) => loss)],
  ['optimizers', references.optimizers.map(({ optimizer }) => optimizer)],
] as const)('%s', (kind, known) => {
  it.each(units[kind])('%s has a reference case', (name) => {
    expect(known).toContain(name);
  });
});

describe.each(references.layers)('$layer $arguments $options of $shapes', (reference) => {
  const { samples, shapes, dy } = reference;
  const xs = shapes.map((shape, index) => array(reference.xs[index] ?? [], [samples, ...shape]));
  const x = xs.length === 1 ? xs[0]! : xs;

  describe.each(dy.length > 0 ? dtypes : [])('%s', (dtype) => {
    const build = () => {
      const layer = makeLayer(reference);
      const built = shapes.length === 1 ? layer.build(shapes[0]!, { dtype }) : layer.build(shapes, { dtype });
      built.setWeights(built.parameters.map(({ shape }, index) => array(reference.weights[index]!, shape)));
      return built;
    };

    const modes = [['training', true], ['inference', false]] as const; // prettier-ignore
    it.each(reference.training ? modes : [])('has the values of PyTorch in %s', (mode, training) => {
      const expected = reference[mode]!;
      const built = build();
      const outputs = built.forward(x, { training });
      expect(outputs.shape).toEqual([samples, ...built.outputShape]);
      expectClose(outputs.data, expected.outputs, tolerances.layer[dtype]);
      const { inputs, gradients } = built.backward(array(dy, outputs.shape));
      [inputs].flat().forEach(({ data, shape }, index) => {
        expect(shape).toEqual([samples, ...shapes[index]!]);
        expectClose(data, expected.inputGradients[index]!, tolerances.layer[dtype]);
      });
      expected.gradients.forEach((values, index) => {
        expect(gradients[index]!.shape).toEqual(built.parameters[index]!.shape);
        expectClose(gradients[index]!.data, values, tolerances.layer[dtype]);
      });
      const statistics = training ? (reference.statistics ?? []) : [];
      statistics.forEach((values, index) => {
        const { data } = built.getWeights()[expected.gradients.length + index]!;
        expectClose(data, values, tolerances.layer[dtype]);
      });
    });

    if (reference.rate === undefined) return;
    it('dropout sets some values to 0 and scales the others', () => {
      const { rate = 0 } = reference;
      const built = build();
      expectClose(
        built.forward(x, { training: false }).data,
        reference.inference!.outputs,
        tolerances.layer[dtype],
      );
      const { data } = built.forward(x);
      const factors = reference.xs[0]!.map((value, index) => data[index]! / value);
      const scaled = factors.filter((factor) => Math.abs(factor) > 0);
      expectClose(
        scaled,
        scaled.map(() => 1 / (1 - rate)),
        1e-5,
      );
      expect(1 - scaled.length / factors.length).toBeCloseTo(rate, 1);
      const { inputs } = built.backward(array(dy, [samples, ...built.outputShape]));
      // Where x is 0, the output does not show whether the value was dropped.
      const shown = [...factors.keys()].filter((index) => !Number.isNaN(factors[index]));
      const gradient = [inputs].flat()[0]!.data;
      expectClose(
        shown.map((index) => gradient[index]!),
        shown.map((index) => dy[index]! * factors[index]!),
        1e-5,
      );
      expect(built.forward(x).data, 'another pass drops other values').not.toEqual(data);
    });
  });

  it('has the gradients of central differences', () => {
    const net = behindWeights(reference);
    const few = Math.min(samples, 3);
    const y = pseudoRandom(few * net.outputShape[0]!, 5);
    const check = gradCheck(
      net,
      pseudoRandom(few * 4, 9, [few, 4]),
      array(y.data, [few, net.outputShape[0]!]),
      {
        samples: 20,
      },
    );
    expect(check, JSON.stringify(check)).toMatchObject({ passed: true });
  });
});

describe.each(references.activations)(
  '$activation $options',
  ({ activation, options, width, z, a, da, dz }) => {
    it.each(dtypes)('has the values of PyTorch in %s', (dtype) => {
      const built = layers.activation(makeActivation(activation, options)).build([width], { dtype });
      const shape = [z.length / width, width];
      expectClose(built.forward(array(z, shape)).data, a, tolerances.formula[dtype]);
      expectClose(built.backward(array(da, shape)).inputs.data, dz, tolerances.formula[dtype]);
    });
  },
);

describe.each(units.activations)('%s', (name) => {
  it.each([
    ['in a dense layer', () => [layers.dense(5, { activation: makeActivation(name) })]],
    ['as a layer', () => [layers.dense(5), layers.activation(makeActivation(name))]],
  ])('has the gradients of central differences, %s', (_, hidden) => {
    expectChecked([...hidden(), layers.dense(3)], 'quadratic', pseudoRandom(9, 2, [3, 3]));
  });
});

describe.each(references.losses)('$loss $options', ({ loss, options, outputs, targets, ...reference }) => {
  it.each(dtypes)('has the values of PyTorch in %s', (dtype) => {
    const { losses, gradients } = reference[dtype];
    const made = makeLoss(loss, options);
    const flat = dtype === 'float32' ? Float32Array.from(outputs.flat()) : Float64Array.from(outputs.flat());
    const yPred = { data: flat, shape: [outputs.length, outputs[0]!.length] };
    const tolerance = tolerances.formula[dtype];
    expectClose(made.perSample(targets, yPred).data, losses, tolerance);
    const mean = losses.reduce((sum, value) => sum + value, 0) / losses.length;
    expectClose([made.evaluate(targets, yPred)], [mean], tolerance);
    const gradient = made.gradient(targets, yPred);
    expect(gradient.shape).toEqual(yPred.shape);
    expectClose(
      gradient.data,
      gradients.flat().map((value) => value / losses.length),
      tolerance,
    );
  });
});

describe.each(units.losses)('%s', (name) => {
  const isOfProbabilities = /crossentropy|kullback/i.test(name);
  it.each(isOfProbabilities ? (['sigmoid', 'softmax'] as const) : (['linear'] as const))(
    'has the gradients of central differences, behind %s',
    (activation) => {
      const isOfLabels = makeLoss(name).targets === 'labels' || /hinge/i.test(name);
      const shares = [[0.2, 0.5, 0.3], [1, 0, 0], [0.1, 0.1, 0.8]]; // prettier-ignore
      expectChecked([layers.dense(3, { activation })], makeLoss(name), isOfLabels ? [0, 2, 1] : shares);
    },
  );
});

/** The network and the data of `make_optimizers.py`. */
const { x, y, weights, batchSize } = readFixture('optimizers.json') as {
  x: number[][];
  y: number[][];
  weights: (number[] | number[][])[];
  batchSize: number;
};

describe.each(references.optimizers)('$optimizer $options', (reference) => {
  it.each(dtypes)('makes the steps of PyTorch without a model in %s', (dtype) => {
    const net = sequential({ inputShape: [4], dtype }, [
      layers.dense(6, { activation: 'tanh' }),
      layers.dense(3),
    ]);
    net.compile({ optimizer: 'sgd', loss: 'meanSquaredError' });
    net.setWeights(weights);
    const parameters = net.getWeights();
    const optimizer = makeOptimizer(reference.optimizer, reference.options);
    for (let start = 0; start < x.length; start += batchSize) {
      const rows = [start, start + batchSize] as const;
      optimizer.step(parameters, net.gradients(x.slice(...rows), y.slice(...rows)).gradients);
      net.setWeights(parameters);
    }
    expect(optimizer.steps).toBe(x.length / batchSize);
    expectArrays(parameters, reference[dtype], tolerances.training[dtype]);
  });
});

/** A model in which the layer follows dense layers, whose gradients check the input gradients of the layer. */
function behindWeights(reference: LayerCase) {
  const source = input([4]);
  const branches = reference.shapes.map((shape) => {
    const size = shape.reduce((product, length) => product * length, 1);
    return layers.reshape(shape).apply(layers.dense(size).apply(source));
  });
  const outputs = layers.flatten().apply(makeLayer(reference).apply(...branches));
  const net = model({ inputs: source, outputs, seed: 3, dtype: 'float64' });
  net.compile({ optimizer: 'sgd', loss: 'quadratic' });
  return net;
}

function expectChecked(
  list: readonly Layer[],
  loss: Parameters<ReturnType<typeof sequential>['compile']>[0]['loss'],
  targets: Parameters<typeof gradCheck>[2],
): void {
  const net = sequential({ inputShape: [4], seed: 2, dtype: 'float64' }, [
    layers.dense(4, { activation: 'tanh' }),
    ...list,
  ]);
  net.compile({ optimizer: 'sgd', loss });
  const check = gradCheck(net, pseudoRandom(12, 7, [3, 4]), targets);
  expect(check, JSON.stringify(check)).toMatchObject({ passed: true });
}

function array(values: ArrayLike<number>, shape: readonly number[]) {
  return { data: Float64Array.from(values), shape };
}

/** Irregular values in [−1, 1], the same on every run. */
function pseudoRandom(count: number, offset: number, shape: readonly number[] = [count]) {
  return array(
    Array.from({ length: count }, (_, index) => Math.sin(offset + 12.9898 * index ** 1.5)),
    shape,
  );
}
