import { layers, type DType, optimizers, type Model, sequential } from 'ferrograd';
import { digits } from 'ferrograd/data';

/** The first handwritten digits: enough to train on, few enough to be quick. */
export function someDigits(count: number) {
  const { x, y } = digits().train;
  return {
    x: { ...x, data: x.data.subarray(0, count * 64), shape: [count, 8, 8] },
    y: { ...y, data: y.data.subarray(0, count), shape: [count] },
  };
}

/** A network for them, compiled and repeatable. */
export function digitsNet(options: { seed?: number; dtype?: DType; momentum?: number } = {}): Model {
  const { seed = 1, dtype = 'float32', momentum = 0 } = options;
  const net = sequential({ inputShape: [64], seed, dtype }, [
    layers.dense(16, { activation: 'sigmoid' }),
    layers.dense(10, { activation: 'sigmoid' }),
  ]);
  const optimizer = optimizers.sgd({ learningRate: momentum > 0 ? 0.5 : 3, momentum });
  net.compile({ optimizer, loss: 'quadratic', metrics: ['accuracy'] });
  return net;
}
