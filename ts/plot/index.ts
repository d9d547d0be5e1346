export { fittedCurve, type FittedCurveOptions } from './fittedCurve.js';
export type { Histories, HistoryLike } from './histories.js';
export type { PictureOptions } from './input.js';
export { learningCurve, type LearningCurveOptions } from './learningCurve.js';
export { type Field, phase, type PhaseOptions } from './phase.js';
export { Picture, type PngOptions } from './picture.js';
export { solution, type SolutionOptions } from './solution.js';
export type { SolutionLike, Solutions } from './solutions.js';
