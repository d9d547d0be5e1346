/// <reference lib="esnext.float16" preserve="true" />
/// <reference lib="esnext.disposable" preserve="true" />
import './methods.js';

export { array, asarray } from './arrays.js';
export * from './functions.js';
export { array2string, array_repr, array_str, type ArrayTextOptions } from './printing/index.js';
export { bindex, gradient, polyfit, roots, type Spacing } from './corrected.js';
export { type Generator, random } from './random.js';
export { dot, fft, linalg, type LeastSquaresResult, matmul } from './linear/index.js';
export {
  type ArraysByName,
  type ArraySource,
  load,
  loadNpy,
  loadNpz,
  loadNpzFile,
  type LoadNpzOptions,
  type NpyOptions,
  parseNpy,
  parseNpz,
  save,
  saveNpy,
  saveNpzFile,
  savez,
  savez_compressed,
  serializeNpy,
  serializeNpz,
} from './files/index.js';
export {
  genfromtxt,
  loadtxt,
  type MissingOptions,
  parseTxt,
  savetxt,
  type SaveTextOptions,
  serializeTxt,
  type TextOptions,
  type TextSource,
} from './text/index.js';
