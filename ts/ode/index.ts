export type { Method } from '../backend/ode/request.js';
export {
  euler,
  type FixedStepMethod,
  type FixedStepOptions,
  type FixedStepSolution,
  heun,
  midpoint,
  rungeKutta4,
} from './fixedStep.js';
export type { EnsembleParameters } from './ensembleParameters.js';
export * from './helpers/index.js';
export {
  type EnsembleEnd,
  type EnsembleOptions,
  type EnsembleSolution,
  solveEnsemble,
} from './solveEnsemble.js';
export type { Rows } from './rows.js';
export { solveIvp } from './solveIvp.js';
export * from './system/index.js';
export type {
  Arguments,
  Derivative,
  EventFunction,
  EventObject,
  JacobianFunction,
  OdeEvent,
  OdeFunction,
  OdeFunctionWith,
  OdeInterpolant,
  OdeSolution,
  OdeWriterWith,
  SolveOptions,
} from './types.js';
