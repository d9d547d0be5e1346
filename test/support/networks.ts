import { type DType, layers, type LossName, type Model, sequential, type ActivationName } from 'ferrograd';

import { readFixture } from './pytorch.js';

export type LayerFixture =
  | { kind: 'dense'; units: number; activation: ActivationName; useBias: boolean }
  | { kind: 'activation'; activation: ActivationName };

interface NetworkFixture {
  name: string;
  layers: LayerFixture[];
  loss: LossName;
  x: number[][];
  y: number[] | number[][];
  weights: (number[] | number[][])[];
}

/** Outputs, mean loss and its gradients, in float64. */
export interface GradientFixture extends NetworkFixture {
  outputs: number[];
  value: number;
  gradients: number[][];
}

interface Trained {
  loss: number;
  weights: number[][];
}

/** One epoch in the data's own order. */
export interface TrainingFixture extends NetworkFixture, Record<DType, Trained> {
  optimizer: { learningRate: number; momentum: number };
  batchSize: number;
}

interface Fixtures {
  gradients: GradientFixture[];
  training: TrainingFixture[];
}

/** Values from PyTorch; `make_fixtures.py` beside the file made them. */
export const fixtures = readFixture('networks.json') as Fixtures;

/** The network of a fixture with its start weights. */
export function networkOf(fixture: NetworkFixture, dtype: DType): Model {
  const net = sequential({ inputShape: [fixture.x[0]!.length], dtype }, fixture.layers.map(layerOf));
  net.setWeights(fixture.weights);
  return net;
}

function layerOf(layer: LayerFixture) {
  if (layer.kind === 'activation') return layers.activation(layer.activation);
  const { units, activation, useBias } = layer;
  return layers.dense(units, { activation, useBias });
}
