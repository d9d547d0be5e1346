export { augment, type Augmentation, type AugmentOptions } from './augment/index.js';
export { type CsvBatch, csvBatches, type CsvBatchesOptions } from './csv/batches.js';
export { fetchCsv, type FetchCsvOptions, loadCsv, type LoadCsvOptions, readCsv } from './csv/index.js';
export type { CsvOptions, CsvType } from './csv/options.js';
export type { CsvArrays, CsvColumn, CsvTable, TableXy, ToArrayOptions, XyOptions } from './csv/table.js';
export type { ByteStream, StreamSource } from './csv/pieces.js';
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
export { fetchBytes, fetchText, type FetchTextOptions } from './fetch.js';
export type { FetchOptions, FetchProgress } from './fetch-options.js';
export { digits, type Digits } from './digits.js';
export type { DownloadProgress } from './download.js';
export { type IdxData, type IdxOptions, readIdx } from './idx.js';
export type { ImageSet, LabelledImages } from './image-set.js';
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
export { type Iris, iris } from './iris.js';
export { loadIdx, type LoadIdxOptions } from './load-idx.js';
export { mnist } from './mnist.js';
export type { MnistOptions } from './mnist-options.js';
export { fromOneHot, oneHot } from './one-hot.js';
export {
  type MinMaxOptions,
  minMaxScaler,
  type ScaledValues,
  type Scaler,
  standardScaler,
} from './scalers.js';
export {
  type Blobs,
  blobs,
  type BlobsOptions,
  circles,
  type CirclesOptions,
  moons,
  type MoonsOptions,
} from './shapes.js';
export {
  type LabelledPoints,
  linear,
  type LinearOptions,
  spiral,
  type SpiralOptions,
  xorEasy,
} from './toy.js';
