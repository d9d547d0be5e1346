import { stat } from 'node:fs/promises';
import { extname } from 'node:path';

import { unknownName } from '../../checks.js';
import { DataError } from '../../errors.js';
import { DATA_SET_NAMES, type DataSet } from './dataset.js';
import { imageDataSet, type ImageOptions } from './images.js';
import { namedDataSets, type NamedOptions } from './named.js';
import { npzDataSet } from './npz.js';
import { tableDataSet, type TableDataOptions } from './table.js';

export interface LoadOptions extends NamedOptions, TableDataOptions, ImageOptions {}

/** Whether a path ends as those of tables do. */
export const isTable = (path: string): boolean => /\.(csv|tsv|txt)(\.gz)?$/i.test(path);

/**
 * Loads a data set by its name, or from a file or folder.
 *
 * @throws ArgumentError for an unknown name, DataError for a file that is missing, damaged or of an unknown type
 */
export async function loadDataSet(source: string, options: LoadOptions): Promise<DataSet> {
  const { command } = options;
  const name = DATA_SET_NAMES.find((known) => known === source);
  if (name !== undefined) return namedDataSets[name](options);
  const found = await stat(source).catch(() => undefined);
  if (found?.isDirectory()) return imageDataSet(source, options);
  const type = extname(source).toLowerCase();
  if (isTable(source)) return tableDataSet(source, options);
  if (type === '.npz') return npzDataSet(source, command);
  throw type === '' && !found
    ? unknownName(source, DATA_SET_NAMES, 'data set or file', command)
    : unknownType(source, command);
}

export function unknownType(source: string, operation: string): DataError {
  return new DataError({
    code: 'file-type',
    operation,
    actual: `${source} is of an unknown type`,
    expected: 'tables (.csv, .tsv), .npz and folders of images can be read',
    remedy: 'convert it first, or name a data set',
  });
}
