/**
 * Uses arrays, files in memory, texts, products, random numbers and fits, in which pages and Node must agree.
 *
 * @typedef {Record<string, unknown>} Results
 * @param {typeof import('ferrograd')} library
 * @param {typeof import('ferrograd/numpy')} np
 * @param {typeof import('ferrograd/signal')} signal
 * @param {string} table address or path of a table
 * @returns {Promise<Results>}
 */
export async function useArrays(library, np, signal, table) {
  np.random.seed(42);
  const a = np.random.randn(40, 30);
  const y = [6.24, 4.61, 3.48, 2.55, 2.06, 1.42, 1.21, 0.69, 0.62, 0.39, 0.37];
  const x = y.map((_, i) => i);
  const fit = signal.curveFit((at, a = 1, c = 1) => a * c ** at, x, y, { p0: [6, 0.7] });
  const { layers, sequential } = library;
  const net = sequential({ inputShape: [30], dtype: 'float64', seed: 1 }, [layers.dense(2)]);
  const archive = await np.serializeNpz({ a: a.T, z: np.array([new np.Complex(1, 2)]) }, { compress: true });
  const back = await np.loadNpz(archive);
  return {
    random: a.slice('0', ':3').tolist(),
    printed: String(np.arange(6).reshape(2, 3).T),
    product: np.matmul(a.T, a).slice('0', ':2').tolist(),
    predicted: [...net.predict(a.slice(':3')).data],
    transposed: [...net.predict(np.asfortranarray(a).slice('1:3')).data],
    npy: [...np.serializeNpy(np.arange(4).reshape(2, 2).T)],
    npz: [np.array_equal(back.a ?? a, a.T), String(back.z)],
    table: (await np.loadtxt(table, { delimiter: ',', skiprows: 1 })).tolist(),
    text: np.serializeTxt(np.array([[1, 2.5]]), { fmt: '%g' }),
    refused: await np
      .loadtxt(table, { delimiter: ',' })
      .catch((/** @type {unknown} */ error) => String(error).split(' of ')[0]),
    smooth: [...signal.movingMedian(y, 3)],
    fitted: [...fit.parameters].map((value) => value.toFixed(9)),
    quotients: [...signal.differenceQuotients(y, 0.5)],
  };
}
