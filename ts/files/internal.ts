/** What other areas of ferrograd may import of `ts/files` without loading the file formats of the index. */
export { csvField } from './csvField.js';
