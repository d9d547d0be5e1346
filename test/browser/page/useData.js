/**
 * @typedef {object} Used
 * @property {string} numbers digest of a table's numbers
 * @property {unknown} text
 * @property {Record<string, string>} images digest of each decoded image
 * @property {string} resized
 * @property {string} folder
 * @property {unknown} fetched
 * @property {string} weights digests of the weights after training on batches
 * @property {string} made digests of generated and augmented data
 * @property {string[]} errors
 */

/**
 * Uses all of `ferrograd/data` that needs no files: the same code in Node and on the page.
 *
 * @param {typeof import('ferrograd')} library
 * @param {typeof import('ferrograd/data')} data
 * @param {{ base: string, cache: string }} where address of the test's own files, and name of a cache to fill
 * @param {{ name: string, file: string }[]} images in base64
 * @returns {Promise<Used>}
 */
export async function useData({ layers, sequential }, data, { base, cache }, images) {
  const rows = Array.from({ length: 50_000 }, (_, i) => `${i / 7},${i * 1e-300},${Math.sqrt(i)}`);
  const table = await data.readCsv(`a,b,c\n${rows.join('\n')}`);
  const mixed = await data.readCsv('name,size\n"a, b",1\n"say ""hi""",\n');

  /** @type {Record<string, string>} */
  const decoded = {};
  for (const { name, file } of images) decoded[name] = digest((await data.decodeImage(bytesOf(file))).data);
  const first = bytesOf(images[0]?.file ?? '');
  const photo = await data.loadImage(new Blob([first]), { greyscale: true });
  const files = ['cat/1.png', 'dog/2.png'].map((name) => new File([first], name));
  const folder = await data.imageFolder(files, { size: [5, 6] });

  const net = sequential({ inputShape: [2], seed: 1 }, [
    layers.dense(8, { activation: 'relu' }),
    layers.dense(1),
  ]);
  net.compile({ optimizer: 'adam', loss: 'meanSquaredError' });
  const stream = new Blob([
    `a,b,y\n${rows
      .slice(0, 500)
      .map((_, i) => `${i / 500},${i % 3},${(i % 7) / 7}`)
      .join('\n')}`,
  ]);
  const batches = data.csvBatches(stream, { target: 'y', batchSize: 16 });
  await net.fitDataset(data.prefetch(batches, 3), { epochs: 2 });
  const { x, y } = data.iris();
  const [train, test] = data
    .dataset(data.standardScaler().fitTransform(x), y)
    .split(0.8, { seed: 1, stratify: true });
  const { train: digits } = data.digits();
  const change = data.augment({ flip: true, shift: 1, seed: 1 });

  const fetched = {
    text: await data.fetchText(`${base}/table.csv`, { cache, retries: 0 }),
    again: (await data.fetchBytes(`${base}/table.csv`, { cache })).length,
    csv: (await data.fetchCsv(`${base}/table.csv`)).names,
    loaded: (await data.loadCsv(`${base}/table.csv`)).rows,
  };
  return {
    numbers: digest(table.toArray().data),
    text: [mixed.columns['name'], digest(/** @type {Float64Array} */ (mixed.columns['size']))],
    images: decoded,
    resized: digest(data.resizeImage(photo, [7, 9]).data),
    folder: `${folder.classNames.join(' ')} ${folder.y.data.join(' ')} ${digest(folder.x.data)}`,
    fetched,
    weights: net
      .getWeights()
      .map(({ data: values }) => digest(values))
      .join(' '),
    made: [train.x, train.y, test.x, change(digits.x).x, data.oneHot(y), data.spiral({ seed: 1 }).y]
      .map((array) => digest(array.data))
      .join(' '),
    errors: [
      await failure(() => data.readCsv('a,b\n1\n')),
      await failure(() => data.decodeImage(first.subarray(0, 100))),
      await failure(() => data.fetchBytes(`${base}/none`)),
      await failure(() => data.fetchBytes(`${base}/table.csv`, { sha256: '0'.repeat(64) })),
    ],
  };
}

/** @param {() => Promise<unknown>} call */
async function failure(call) {
  try {
    await call();
    return 'none';
  } catch (error) {
    return String(/** @type {{ code?: unknown }} */ (error).code);
  }
}

/** A short digest of an array's bytes. @param {ArrayBufferView} array */
function digest({ buffer, byteOffset, byteLength }) {
  let hash = 0x811c9dc5;
  for (const byte of new Uint8Array(buffer, byteOffset, byteLength))
    hash = Math.imul(hash ^ byte, 0x01000193);
  return `${byteLength}:${(hash >>> 0).toString(16)}`;
}

/** @param {string} base64 */
function bytesOf(base64) {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}
