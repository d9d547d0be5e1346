export type { Bounds } from './bounds.js';
export { type Curve, curveFit, type CurveFit, type CurveFitOptions } from './curveFit.js';
export { differenceQuotients, type DifferenceOptions } from './differenceQuotients.js';
export { exponentialFit, type ExponentialFit } from './exponentialFit.js';
export { movingMean } from './movingMean.js';
export { medianFilter, movingMedian } from './movingMedian.js';
export { polynomialFit, type PolynomialFit, type PolynomialFitOptions } from './polynomialFit.js';
export {
  type Cleaned,
  hampel,
  type HampelOptions,
  removeSpikes,
  type RemoveSpikesOptions,
} from './spikes.js';
export type { Edges, WindowOptions } from './windows.js';
