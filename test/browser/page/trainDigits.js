/**
 * @typedef {object} Trained
 * @property {string} backend
 * @property {number} accuracy on the test set
 * @property {string[]} loss bits of the loss after each epoch
 * @property {{ shape: readonly number[], bits: string }[]} weights
 */

/**
 * Trains a small network on the embedded digits: the same code in Node and on the page.
 *
 * @param {Pick<typeof import('ferrograd'), 'sequential' | 'layers' | 'optimizers' | 'backend'>} library
 * @param {Pick<typeof import('ferrograd/data'), 'digits'>} data
 * @returns {Promise<Trained>}
 */
export async function trainDigits({ sequential, layers, optimizers, backend }, { digits }) {
  const { train, test } = digits();
  const net = sequential({ inputShape: [64], seed: 1 }, [
    layers.dense(30, { activation: 'sigmoid' }),
    layers.dense(10, { activation: 'sigmoid' }),
  ]);
  net.compile({ optimizer: optimizers.sgd({ learningRate: 3 }), loss: 'quadratic', metrics: ['accuracy'] });
  const { history } = await net.fit(train.x, train.y, { epochs: 3, batchSize: 10 });
  return {
    backend: backend.name,
    accuracy: net.evaluate(test.x, test.y).accuracy ?? NaN,
    loss: history.loss.map((loss) => bits(Float64Array.of(loss))),
    weights: net.getWeights().map(({ data, shape }) => ({ shape, bits: bits(data) })),
  };
}

/** The bytes of an array in hexadecimal. @param {Float32Array | Float64Array} array */
function bits({ buffer, byteOffset, byteLength }) {
  const bytes = new Uint8Array(buffer, byteOffset, byteLength);
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
