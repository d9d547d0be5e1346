import { DataError } from '../../errors.js';
import { sizeOf } from '../../shape.js';
import { classesOf, type NotedModel, sampleOf } from '../modelFile.js';
import { type DataSet, sampleSize, type Samples } from './dataset.js';
import { loadDataSet } from './load.js';
import { standardized } from './standardize.js';
import type { TableOptions } from './table.js';

/**
 * A data set as a model takes it: the same columns, classes and scale as in its training.
 *
 * @throws DataError for samples of another size, and as `loadDataSet` does
 */
export async function loadFor(
  model: NotedModel,
  source: string,
  { command, target, missing }: Pick<TableOptions, 'command' | 'target' | 'missing'>,
): Promise<DataSet> {
  const { net, notes } = model;
  const [height = 0, width = 0, channels] = sampleOf(model);
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
  const [came, wanted] = [sampleSize(data.train), sizeOf(net.inputShape)];
  if (came !== wanted) throw otherData(command, source, came, wanted);
  const { scalings } = notes ?? {};
  if (!scalings) return data;
  const change = (samples: Samples) => standardized(samples, scalings);
  return { ...data, train: change(data.train), ...(data.test && { test: change(data.test) }) };
}

function otherData(operation: string, name: string, came: number, wanted: number): DataError {
  return new DataError({
    code: 'other-data',
    operation,
    actual: `a sample of ${name} has ${came} values`,
    expected: `the model takes ${wanted}`,
    remedy: 'name data of the kind that it was trained on',
  });
}
