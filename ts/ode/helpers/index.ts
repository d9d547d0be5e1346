export { centralDifference, forwardDifference, secondDifference } from './differences.js';
export { firstOrder, type HighestDerivative } from './firstOrder.js';
export { numericalJacobian, type NumericalJacobianOptions } from './numericalJacobian.js';
export { odeToArray } from './odeToArray.js';
