export { confusionMatrix, type TextMatrixOptions } from './confusionMatrix.js';
export { images, type TextImagesOptions } from './images.js';
export { learningCurve, type TextCurveOptions } from './learningCurve.js';
export type { TextOptions } from './style.js';
