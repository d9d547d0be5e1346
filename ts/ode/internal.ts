/** What other areas of ferrograd, but not its users, may import of `ts/ode` beside the public index. */
export { methods } from '../backend/ode/request.js';
export { functionNames } from './system/operations.js';
