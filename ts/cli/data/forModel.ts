import { DataError } from '../../errors.js';
import { sizeOf } from '../../shape.js';
import { classesOf, type NotedModel, sampleShapeOf } from '../modelFile.js';
import { type DataSet, sampleSize, type LoadedSamples } from './dataset.js';
import { loadDataSet } from './load.js';
import { standardized } from './standardize.js';
import type { TableDataOptions } from './table.js';

/**
 * Loads a data set as a model needs it: with the columns, classes and scaling of its training.
 *
 * @throws DataError for samples of another size, and as `loadDataSet` does
 */
export async function loadFor(
  model: NotedModel,
  source: string,
  { command, target, missing }: Pick<TableDataOptions, 'command' | 'target' | 'missing'>,
): Promise<DataSet> {
  const { net, notes } = model;
  const [height = 0, width = 0, channels] = sampleShapeOf(model);
  const data = await loadDataSet(source, {
    command,
    seed: notes?.settings.seed ?? 0,
    target: target ?? notes?.columns?.target,
    features: notes?.columns?.features,
    task: notes?.task.kind,
    classes: classesOf(model),
    missing,
    size: height > 0 && width > 0 ? [height, width] : undefined,
    grey: channels === undefined || channels === 1,
  });
  const [actual, expected] = [sampleSize(data.train), sizeOf(net.inputShape)];
  if (actual !== expected) throw otherSampleSize(command, source, actual, expected);
  const { scalings } = notes ?? {};
  if (!scalings) return data;
  const scale = (samples: LoadedSamples) => standardized(samples, scalings);
  return { ...data, train: scale(data.train), ...(data.test && { test: scale(data.test) }) };
}

function otherSampleSize(operation: string, name: string, actual: number, expected: number): DataError {
  return new DataError({
    code: 'other-data',
    operation,
    actual: `a sample of ${name} has ${actual} values`,
    expected: `the model takes ${expected}`,
    remedy: 'name data of the kind that it was trained on',
  });
}
