/**
 * Trains some epochs of a small network on the embedded digits, from the file of an earlier training where there is one:
 * the same code in Node and on the page.
 *
 * @param {Pick<typeof import('ferrograd'), 'sequential' | 'layers' | 'optimizers' | 'callbacks' | 'load'>} library
 * @param {Pick<typeof import('ferrograd/data'), 'digits'>} data
 * @param {{ file?: number[], initialEpoch: number, epochs: number, stop?: { epoch: number, step: number } }} part
 * @returns {Promise<number[]>} the file afterwards
 */
export async function continueDigits(library, { digits }, { file, initialEpoch, epochs, stop }) {
  const { train } = digits();
  const net = file ? await library.load(Uint8Array.from(file)) : newNet(library);
  const controller = new AbortController();
  /** @type {import('ferrograd').Callback} */
  const interrupt = {
    batchInterval: 1,
    onBatchEnd(_, { epoch, step }) {
      if (epoch === stop?.epoch && step === stop.step) controller.abort();
    },
  };
  const stopping = library.callbacks.earlyStopping({
    monitor: 'loss',
    mode: 'max',
    patience: 9,
    restoreBestWeights: true,
  });
  await net.fit(train.x, train.y, {
    initialEpoch,
    epochs,
    batchSize: 32,
    callbacks: stop ? [stopping, interrupt] : [stopping],
    signal: controller.signal,
  });
  return [...(await net.toBytes())];
}

/** @param {Pick<typeof import('ferrograd'), 'sequential' | 'layers' | 'optimizers'>} library */
function newNet({ sequential, layers, optimizers }) {
  const net = sequential({ inputShape: [64], seed: 1 }, [
    layers.dense(20, { activation: 'relu' }),
    layers.dropout(0.2),
    layers.dense(10, { activation: 'softmax' }),
  ]);
  net.compile({ optimizer: optimizers.adam(), loss: 'sparseCategoricalCrossentropy', metrics: ['accuracy'] });
  return net;
}
