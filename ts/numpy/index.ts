/// <reference lib="esnext.float16" preserve="true" />
/// <reference lib="esnext.disposable" preserve="true" />
import './methods.js';

export { array, asarray } from './arrays.js';
export * from './functions.js';
