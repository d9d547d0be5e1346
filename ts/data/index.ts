export type { DownloadProgress } from '../platform/contracts.js';
export { augment, type Augmentation, type AugmentOptions } from './augment/augment.js';
export type { ByteStream, StreamSource } from './csv/byteStreams.js';
export { type CsvBatch, csvBatches, type CsvBatchesOptions } from './csv/csvBatches.js';
export type { CsvOptions, CsvType } from './csv/csvOptions.js';
export { fetchCsv, type FetchCsvOptions, loadCsv, type LoadCsvOptions, readCsv } from './csv/readCsv.js';
export type { CsvArrays, CsvColumn, CsvTable, TableXy, ToArrayOptions, XyOptions } from './csv/csvTable.js';
export { Batches, type DataBatch, type MappedBatch } from './dataset/batches.js';
export {
  type BatchOptions,
  Dataset,
  dataset,
  type ShuffleOptions,
  type SplitOptions,
} from './dataset/dataset.js';
export type { MappedSample } from './dataset/map.js';
export { fromOneHot, oneHot } from './dataset/oneHot.js';
export { prefetch, type PrefetchSource } from './dataset/prefetch.js';
export {
  type MinMaxOptions,
  minMaxScaler,
  type ScaledValues,
  type Scaler,
  standardScaler,
} from './dataset/scalers.js';
export { fetchBytes, fetchText, type FetchTextOptions } from './fetch/fetchBytes.js';
export type { FetchOptions, FetchProgress } from './fetch/fetchOptions.js';
export { loadIdx, type LoadIdxOptions } from './idx/loadIdx.js';
export { type IdxData, type IdxOptions, readIdx } from './idx/readIdx.js';
export { decodeImage, type DecodeOptions, type ImageArray } from './image/decodeImage.js';
export { type ImageFolder, imageFolder, type ImageFolderOptions } from './image/imageFolder.js';
export { loadImage, type LoadImageOptions } from './image/loadImage.js';
export { type ImageSize, resizeImage, type ResizeOptions } from './image/resizeImage.js';
export { digits, type Digits } from './sets/digits.js';
export type { ImageSet, LabelledImages } from './sets/imageSet.js';
export { type Iris, iris } from './sets/iris.js';
export { mnist } from './sets/mnist/mnist.js';
export type { MnistOptions } from './sets/mnist/mnistOptions.js';
export { type Blobs, blobs, type BlobsOptions } from './sets/toy/blobs.js';
export { circles, type CirclesOptions } from './sets/toy/circles.js';
export type { LabelledPoints } from './sets/toy/labelledPoints.js';
export { linear, type LinearOptions } from './sets/toy/linear.js';
export { moons, type MoonsOptions } from './sets/toy/moons.js';
export { spiral, type SpiralOptions } from './sets/toy/spiral.js';
export { xorEasy } from './sets/toy/xorEasy.js';
