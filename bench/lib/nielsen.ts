import { layers, optimizers, sequential } from 'ferrograd';
import { BATCH, RATE } from './experiment.js';
import type { Samples } from './images.js';

export function network() {
  const net = sequential({ inputShape: [784], seed: 1 }, [
    layers.dense(30, { activation: 'sigmoid' }),
    layers.dense(10, { activation: 'sigmoid' }),
  ]);
  const optimizer = optimizers.sgd({ learningRate: RATE });
  net.compile({ optimizer, loss: 'quadratic', metrics: ['accuracy'] });
  return net;
}

/** One long `fit` that trains an epoch on demand, so that the data is copied only once. */
export class EpochByEpoch {
  #permission = new Deferred<undefined>();
  #finished = new Deferred<number>();

  constructor(net: ReturnType<typeof network>, { x, y }: Samples) {
    let began = 0;
    const callback = {
      onEpochBegin: async () => {
        await this.#permission.promise;
        this.#permission = new Deferred();
        began = performance.now();
      },
      onEpochEnd: () => this.#finished.resolve((performance.now() - began) / 1e3),
    };
    net.fit(x, y, { epochs: 1_000_000, batchSize: BATCH, callbacks: [callback] }).then(
      () => this.#finished.reject(new Error('the fit ended before the last epoch was asked for')),
      (error: unknown) => this.#finished.reject(error),
    );
  }

  /** Trains one epoch, shuffling included, and returns its seconds. */
  next(): Promise<number> {
    this.#finished = new Deferred();
    this.#permission.resolve(undefined);
    return this.#finished.promise;
  }
}

class Deferred<T> {
  resolve!: (value: T) => void;
  reject!: (reason: unknown) => void;
  readonly promise = new Promise<T>((resolve, reject) => {
    this.resolve = resolve;
    this.reject = reject;
  });
}
