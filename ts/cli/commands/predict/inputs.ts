import { stat } from 'node:fs/promises';
import { extname } from 'node:path';

import type { ScaledArray } from '../../../array.js';
import { unknownName } from '../../../checks.js';
import { DataError } from '../../../errors.js';
import { sizeOf } from '../../../shape.js';
import { DATA_SET_NAMES } from '../../data/dataset.js';
import { imageInputs, isImage } from '../../data/images.js';
import { isTable, loadDataSet, unknownType } from '../../data/load.js';
import { npzInputs } from '../../data/npz.js';
import { standardizedInputs } from '../../data/standardize.js';
import { tableInputs, type TableDataOptions } from '../../data/table.js';
import { type NotedModel, sampleShapeOf } from '../../modelFile.js';

export interface PredictInputs {
  readonly x: ScaledArray;
  /** Paths of images, one for each sample. */
  readonly files?: readonly string[];
}

export interface PredictInputOptions extends Pick<TableDataOptions, 'missing'> {
  /** Whether images are inverted: light becomes dark. */
  readonly invert?: boolean | undefined;
}

const command = 'predict';

/**
 * Reads inputs for a model, without targets, from a data set or a file, and standardizes them as in its training.
 *
 * @throws ArgumentError for an unknown name, DataError for a file that is damaged, or of another type or size
 */
export async function readInputs(
  source: string,
  model: NotedModel,
  options: PredictInputOptions,
): Promise<PredictInputs> {
  const { net, notes } = model;
  const { x, ...rest } = await read(source, model, options);
  const [actual, expected] = [sizeOf(x.shape.slice(1)), sizeOf(net.inputShape)];
  if (actual !== expected) throw otherSize(source, actual, expected);
  return { x: notes?.scalings ? standardizedInputs(x, notes.scalings) : x, ...rest };
}

async function read(
  source: string,
  model: NotedModel,
  { missing, invert = false }: PredictInputOptions,
): Promise<PredictInputs> {
  if (DATA_SET_NAMES.some((name) => name === source)) {
    const { train, test = train } = await loadDataSet(source, { command, seed: 0 });
    return { x: test.x };
  }
  const found = await stat(source).catch(() => undefined);
  if (isTable(source)) {
    return { x: await tableInputs(source, { command, features: model.notes?.columns?.features, missing }) };
  }
  if (extname(source) === '.npz') return { x: await npzInputs(source, command) };
  if (found && (found.isDirectory() || isImage(source))) {
    const [height, width, channels = 1] = sampleShapeOf(model);
    const size = height === undefined || width === undefined ? undefined : ([height, width] as const);
    const { x, files } = await imageInputs(source, { command, size, grey: channels === 1 });
    return { x: invert ? { ...x, data: x.data.map((value) => 255 - value) } : x, files };
  }
  const isName = !found && extname(source) === '';
  throw isName
    ? unknownName(source, DATA_SET_NAMES, 'data set or file', command)
    : unknownType(source, command);
}

function otherSize(source: string, actual: number, expected: number): DataError {
  return new DataError({
    code: 'input-size',
    operation: command,
    actual: `a sample of ${source} has ${actual} values`,
    expected: `the model takes ${expected}`,
    remedy: 'pass data of the kind that it was trained on',
  });
}
