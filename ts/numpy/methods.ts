import { NDArray, NDArrayCore } from '#vendor/numpy-ts.js';

import { onContiguous } from './contiguous.js';
import { bindex } from './corrected.js';
import { dot, matmul } from './linear/index.js';
import { array_repr, array_str } from './printing/index.js';

/** Methods that return views, write into the array or read its properties: those are right on any view. */
const onViews = new Set([
  'constructor',
  'get',
  'set',
  'row',
  'rows',
  'col',
  'cols',
  'astype',
  'reshape',
  'ravel',
  'put',
  'view',
  'byteswap',
  'tofile',
  'diagonal',
  'transpose',
  'squeeze',
  'expand_dims',
  'swapaxes',
  'moveaxis',
  'item',
]);

/**
 * The region of each typed array that has been handed out. numpy-ts frees memory when its region is garbage-collected,
 * so data in use must keep their region alive.
 */
const regions = new WeakMap<object, object>();

/**
 * Corrects the methods of numpy-ts' array classes, so that arrays from any of its functions have the corrected ones.
 */
function correctMethods(): void {
  for (const name of Object.getOwnPropertyNames(NDArray.prototype)) {
    const value: unknown = Object.getOwnPropertyDescriptor(NDArray.prototype, name)?.value;
    if (typeof value === 'function' && !onViews.has(name))
      define(NDArray.prototype, name, onContiguous(value));
  }
  for (const [name, operation] of Object.entries({ bindex, dot, matmul })) {
    const call = operation as (...args: unknown[]) => unknown;
    define(NDArray.prototype, name, function (this: NDArray, ...args: unknown[]) {
      return call(this, ...args);
    });
  }
  Object.defineProperty(NDArrayCore.prototype, 'data', {
    configurable: true,
    get(this: NDArrayCore) {
      const { data, wasmRegion } = this.storage;
      if (wasmRegion !== null && !regions.has(data)) regions.set(data, wasmRegion);
      return data;
    },
  });
  for (const prototype of [NDArrayCore.prototype, NDArray.prototype]) {
    define(prototype, 'toString', function (this: NDArrayCore) {
      return array_str(this);
    });
  }
  // The text that console.log shows in Node.
  define(NDArrayCore.prototype, Symbol.for('nodejs.util.inspect.custom'), function (this: NDArrayCore) {
    return array_repr(this);
  });
}

function define(target: object, name: PropertyKey, value: unknown): void {
  Object.defineProperty(target, name, { value, configurable: true, writable: true });
}

correctMethods();
