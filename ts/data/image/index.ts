export { decodeImage, type DecodeOptions, type ImageArray } from './decodeImage.js';
export { type ImageFolder, imageFolder, type ImageFolderOptions } from './imageFolder.js';
export { loadImage, type LoadImageOptions } from './loadImage.js';
export { type ImageSize, resizeImage, type ResizeOptions } from './resizeImage.js';
