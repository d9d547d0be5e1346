import { DataError } from '../../../errors.js';
import { decisionBoundary, type Picture, weightImages } from '../../../plot/index.js';
import { sizeOf } from '../../../shape.js';
import { loadFor } from '../../data/forModel.js';
import { names } from '../../data/names.js';
import { classesOf, loadModel, type Notes } from '../../modelFile.js';
import type { TableOptions } from './tables.js';

/**
 * What a model looks like: of one with two inputs the plane that it divides, with the points of its data; of others the
 * weights of the first layer as images.
 */
export async function drawModel(
  path: string,
  source: string | undefined,
  { title, width }: TableOptions,
): Promise<Picture> {
  const model = await loadModel('plot', path);
  const { net, notes } = model;
  if (sizeOf(net.inputShape) !== 2) return weightImages(net, { title, width });
  const { train } = await loadFor(model, source ?? knownData(path, notes), { command: 'plot' });
  const [xLabel, yLabel] = notes?.columns?.features ?? [];
  return decisionBoundary(net, train.x, train.y, { title, width, classes: classesOf(model), xLabel, yLabel });
}

/** The data set that a model was trained on, if it can be had by name. */
function knownData(path: string, notes: Notes | undefined): string {
  const known = names.find((name) => name === notes?.data);
  if (known !== undefined) return known;
  throw new DataError({
    code: 'no-points',
    operation: 'plot',
    actual: `${path} has two inputs`,
    expected: 'its boundaries are drawn with the points of its data',
    remedy: `name them with --data ${notes?.data ?? 'points.csv'}`,
  });
}
