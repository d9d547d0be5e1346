export { activations, type ActivationsOptions } from './activations.js';
export { cleanedSignal, type CleanedSignalOptions } from './cleanedSignal.js';
export { confusionMatrix, type ConfusionMatrixOptions } from './confusionMatrix.js';
export { convergence, type ConvergenceOptions, type Errors } from './convergence.js';
export { type Classifier, decisionBoundary, type DecisionBoundaryOptions } from './decisionBoundary.js';
export { fittedCurve, type FittedCurveOptions } from './fittedCurve.js';
export type { Histories, HistoryLike } from './histories.js';
export { imageGrid, type ImageGridOptions } from './imageGrid.js';
export type { PictureOptions } from './input.js';
export { learningCurve, type LearningCurveOptions } from './learningCurve.js';
export { liveChart, type LiveChartOptions } from './liveChart.js';
export { type Field, phase, type PhaseOptions } from './phase.js';
export { Picture, type PngOptions } from './picture.js';
export { predictedAgainstTrue, type PredictedAgainstTrueOptions } from './predictedAgainstTrue.js';
export { solution, type SolutionOptions } from './solution.js';
export type { SolutionLike, Solutions } from './solutions.js';
export { weightImages, type WeightedModel, type WeightImagesOptions } from './weightImages.js';
export * as terminal from './terminal/index.js';
export type {
  TextCurveOptions,
  TextImagesOptions,
  TextMatrixOptions,
  TextOptions,
} from './terminal/index.js';
