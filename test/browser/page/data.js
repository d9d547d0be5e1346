import { useData } from './useData.js';

const params = new URLSearchParams(location.search);

/** Uses the packaged build, when the test calls it. @param {{ name: string, file: string }[]} images */
async function used(images) {
  /** @type {[typeof import('ferrograd'), typeof import('ferrograd/data')]} */
  const [library, data] = await Promise.all([
    import(params.get('library') ?? ''),
    import(params.get('data') ?? ''),
  ]);
  return useData(library, data, { base: `${location.origin}/files`, cache: 'ferrograd-test' }, images);
}

/** Makes calls that a page refuses; returns the codes of the errors. */
async function refused() {
  /** @type {typeof import('ferrograd/data')} */
  const data = await import(params.get('data') ?? '');
  /** @type {string[]} */
  const codes = [];
  for (const call of [() => data.imageFolder('photos'), () => data.loadCsv('missing.csv')]) {
    try {
      await call();
    } catch (error) {
      codes.push(/** @type {{ code: string }} */ (error).code);
    }
  }
  return codes;
}

Object.assign(globalThis, { used, refused });
