import { type ArrayLike, layers, type DType, optimizers, type Model, sequential } from 'ferrograd';
import { digits } from 'ferrograd/data';

/** The first handwritten digits; a few hundred are enough to learn from, and quick. */
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

type Digits = ReturnType<typeof someDigits>;

/** The digits from index `start` to before `end`, as flat samples and their labels. */
export function sliceDigits({ x, y }: Digits, start: number, end: number): [ArrayLike, ArrayLike] {
  const data = x.data.subarray(start * 64, end * 64);
  return [{ ...x, data, shape: [end - start, 64] }, y.data.subarray(start, end)];
}

/** All digits in batches of this size, the last one smaller where the size does not divide their number. */
export function digitBatches(digits: Digits, size: number): [ArrayLike, ArrayLike][] {
  const count = digits.y.data.length;
  return Array.from({ length: Math.ceil(count / size) }, (_, index) =>
    sliceDigits(digits, index * size, Math.min(count, (index + 1) * size)),
  );
}
