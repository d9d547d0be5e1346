export { decodeArrays, type NamedContent } from './decodeArrays.js';
export type { ElementName, FileArray, FileData, NamedArrays, ReadArray } from './fileArray.js';
export { kerasWeights } from './foreign/keras.js';
export type {
  ForeignOptions,
  ForeignTensors,
  ModelParameter,
  ParameterName,
  WeightedKind,
} from './foreign/parameters.js';
export { pytorchWeights } from './foreign/pytorch.js';
export { decodeNpy, encodeNpy, type NpyOptions } from './npy.js';
export { decodeNpz, type DecodeNpzOptions, encodeNpz, type EncodeNpzOptions } from './npz.js';
export { decodeSafetensors, encodeSafetensors, type Safetensors } from './safetensors.js';
