export type { ArrayLike, DType, InputArray, NdArray, NestedNumbers, ScaledArray, TypedArray } from './array.js';
export { backend } from './backend/select.js';
export {
  ArgumentError,
  BackendError,
  DataError,
  DTypeError,
  type ErrorDetails,
  ExpressionError,
  ShapeError,
} from './errors.js';
export { matmul, type MatmulOptions } from './matmul.js';
export * from './nn/index.js';
export * from './ode/index.js';
export type { Shape } from './shape.js';
