export type { Method } from '../backend/ode/request.js';
export { solveIvp } from './solveIvp.js';
export type {
  Derivative,
  EventFunction,
  EventObject,
  JacobianFunction,
  OdeEvent,
  OdeFunction,
  OdeFunctionWith,
  OdeInterpolant,
  OdeSolution,
  Rows,
  SolveOptions,
} from './types.js';
