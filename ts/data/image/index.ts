export { decodeImage, type DecodeOptions, type ImageArray } from './decode.js';
export { type ImageFolder, imageFolder, type ImageFolderOptions } from './folder.js';
export { loadImage, type LoadImageOptions } from './load.js';
export { type ImageSize, resizeImage, type ResizeOptions } from './resize.js';
