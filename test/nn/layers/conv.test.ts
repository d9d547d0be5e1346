import { readFileSync } from 'node:fs';

import { layers, sequential, type DType, type Layer, type Model } from 'ferrograd';
import { describe, expect, it } from 'vitest';

import { expectClose } from '../../support/close.js';
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
const fixtures = JSON.parse(
  readFileSync(new URL('../../fixtures/conv.json', import.meta.url), 'utf8'),
) as Fixture[];

/** A layer from its options, of which some are arguments of their own. */
function layerOf({ kind, filters, kernelSize, ...options }: Fixture['layers'][number]): Layer {
  const leading = [filters, kernelSize].filter((value) => value !== undefined);
  const make = layers[kind] as (...values: unknown[]) => Layer;
  return make(...leading, options);
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
      const predicted = model.predict(x);
      expect(predicted.shape).toEqual(outputShape);
      expectClose(predicted.data, outputs, tolerances.forward[dtype]);
    });

    it('has its gradients', () => {
      const found = model.gradients(x, y);
      expectClose([found.loss], [loss], tolerances.imageGradient[dtype]);
      expect(found.gradients).toHaveLength(gradients.length);
      found.gradients.forEach(({ data }, index) => {
        expectClose(data, gradients[index]!, tolerances.imageGradient[dtype]);
      });
    });
  });
});
