import { stat } from 'node:fs/promises';
import { extname } from 'node:path';

import type { ScaledArray } from '../../array.js';
import { unknownName } from '../../checks.js';
import { DataError } from '../../errors.js';
import { sizeOf } from '../../shape.js';
import { isTable, loadDataSet, unknownType } from '../data/load.js';
import { names } from '../data/names.js';
import { npzInputs } from '../data/npz.js';
import { standardizedInputs } from '../data/standardize.js';
import { tableInputs, type TableOptions } from '../data/table.js';
import type { NotedModel } from '../model-file.js';

/** Inputs for a model, without targets, from a data set or a file. */
export async function readInputs(
  source: string,
  { net, notes }: NotedModel,
  missing: TableOptions['missing'],
): Promise<ScaledArray> {
  const x = await read(source, { command: 'predict', features: notes?.columns?.features, missing });
  const [came, wanted] = [sizeOf(x.shape.slice(1)), sizeOf(net.inputShape)];
  if (came === wanted) return notes?.scalings ? standardizedInputs(x, notes.scalings) : x;
  throw new DataError({
    code: 'input-size',
    operation: 'predict',
    actual: `a sample of ${source} has ${came} values`,
    expected: `the model takes ${wanted}`,
    remedy: 'pass data of the kind that it was trained on',
  });
}

async function read(source: string, options: TableOptions): Promise<ScaledArray> {
  const isName = names.some((name) => name === source);
  if (isName) {
    const { train, test = train } = await loadDataSet(source, { command: 'predict', seed: 0 });
    return test.x;
  }
  if (isTable(source)) return tableInputs(source, options);
  if (extname(source) === '.npz') return npzInputs(source, 'predict');
  const found = await stat(source).catch(() => undefined);
  throw found || extname(source) !== ''
    ? unknownType(source, 'predict')
    : unknownName(source, names, 'data set or file', 'predict');
}
