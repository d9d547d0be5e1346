export { augment, type Augmentation, type AugmentOptions } from './augment/augment.js';
export { type CsvBatch, csvBatches, type CsvBatchesOptions } from './csv/csvBatches.js';
export { fetchCsv, type FetchCsvOptions, loadCsv, type LoadCsvOptions, readCsv } from './csv/readCsv.js';
export type { CsvOptions, CsvType } from './csv/options.js';
export type { CsvArrays, CsvColumn, CsvTable, TableXy, ToArrayOptions, XyOptions } from './csv/table.js';
export type { ByteStream, StreamSource } from './csv/byteStreams.js';
export { Batches, type DataBatch, type MappedBatch } from './dataset/batches.js';
export {
  type BatchOptions,
  Dataset,
  dataset,
  type ShuffleOptions,
  type SplitOptions,
} from './dataset/dataset.js';
export type { MappedSample } from './dataset/map.js';
export { prefetch, type Source as PrefetchSource } from './dataset/prefetch.js';
export { fetchBytes, fetchText, type FetchTextOptions } from './fetch/fetchBytes.js';
export type { FetchOptions, FetchProgress } from './fetch/fetchOptions.js';
export { digits, type Digits } from './sets/digits.js';
export type { DownloadProgress } from './fetch/download.js';
export { type IdxData, type IdxOptions, readIdx } from './idx/readIdx.js';
export type { ImageSet, LabelledImages } from './sets/imageSet.js';
export {
  decodeImage,
  type DecodeOptions,
  type ImageArray,
  type ImageFolder,
  imageFolder,
  type ImageFolderOptions,
  type ImageSize,
  loadImage,
  type LoadImageOptions,
  resizeImage,
  type ResizeOptions,
} from './image/index.js';
export { type Iris, iris } from './sets/iris.js';
export { loadIdx, type LoadIdxOptions } from './idx/loadIdx.js';
export { mnist } from './sets/mnist/mnist.js';
export type { MnistOptions } from './sets/mnist/mnistOptions.js';
export { fromOneHot, oneHot } from './dataset/oneHot.js';
export {
  type MinMaxOptions,
  minMaxScaler,
  type ScaledValues,
  type Scaler,
  standardScaler,
} from './dataset/scalers.js';
export {
  type Blobs,
  blobs,
  type BlobsOptions,
  circles,
  type CirclesOptions,
  moons,
  type MoonsOptions,
} from './sets/toy/shapes.js';
export {
  type LabelledPoints,
  linear,
  type LinearOptions,
  spiral,
  type SpiralOptions,
  xorEasy,
} from './sets/toy/toy.js';
