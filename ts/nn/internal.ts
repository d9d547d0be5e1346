/**
 * What other areas of ferrograd, but not its users, may import of `ts/nn` beside the public index: layers, optimizers and
 * models made from configs and files.
 */
export { activationFactories } from './activations/index.js';
export { metricsText } from './callbacks/log.js';
export { layerFromConfig } from './layers/fromConfig.js';
export { Model } from './model/model.js';
export { optimizer } from './optimizers/index.js';
export { decodeCheckpoint, encodeCheckpoint } from './saving/checkpoint.js';
