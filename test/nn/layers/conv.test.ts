import { layers, sequential, type DType, type Layer, type Model } from 'ferrograd';
import { describe, it } from 'vitest';

import { expectGradients, expectOutputs, readFixture } from '../../support/pytorch.js';
import { tolerances } from '../../support/tolerances.js';

type Values = number[] | Values[];

interface Fixture {
  name: string;
  layers: { kind: keyof typeof layers; filters?: number; kernelSize?: number[] }[];
  x: Values[];
  y: Values[];
  weights: Values[];
  outputs: number[];
  outputShape: number[];
  loss: number;
  gradients: number[][];
}

/** Values from PyTorch; `conv_cases.py` beside the file made them. */
const fixtures = readFixture('conv.json') as Fixture[];

/** The layer of a fixture, in which positional arguments stand among the options. */
function layerOf({ kind, filters, kernelSize, ...options }: Fixture['layers'][number]): Layer {
  const positional = [filters, kernelSize].filter((value) => value !== undefined);
  const make = layers[kind] as (...values: unknown[]) => Layer;
  return make(...positional, options);
}

function shapeOf(values: Values | number): number[] {
  return Array.isArray(values) ? [values.length, ...shapeOf(values[0]!)] : [];
}

function modelOf(fixture: Fixture, dtype: DType): Model {
  const model = sequential({ inputShape: shapeOf(fixture.x[0]!), dtype }, fixture.layers.map(layerOf));
  model.setWeights(fixture.weights);
  model.compile({ optimizer: 'sgd', loss: 'quadratic' });
  return model;
}

describe.each(['float32', 'float64'] as const)('%s', (dtype) => {
  describe.each(fixtures)('$name', (fixture) => {
    const { x, y, outputs, outputShape, loss, gradients } = fixture;
    const model = modelOf(fixture, dtype);

    it('predicts what PyTorch predicts', () => {
      expectOutputs(model, x, { outputs, shape: outputShape }, tolerances.forward[dtype]);
    });

    it('has the loss and the gradients of PyTorch', () => {
      const tolerance = tolerances.imageGradient[dtype];
      expectGradients(model, x, y, { loss, gradients }, { loss: tolerance, gradient: tolerance });
    });
  });
});
