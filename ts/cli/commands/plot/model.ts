import { DataError } from '../../../errors.js';
import { decisionBoundary, type Picture, weightImages } from '../../../plot/index.js';
import { sizeOf } from '../../../shape.js';
import { DATA_SET_NAMES } from '../../data/dataset.js';
import { loadFor } from '../../data/forModel.js';
import { classesOf, loadModel, type Notes } from '../../modelFile.js';
import type { PlotTableOptions } from './tables.js';

/**
 * Draws a model: with two inputs, how it divides the plane, and the points of its data; with more, the weights of the
 * first layer as images.
 */
export async function drawModel(
  path: string,
  source: string | undefined,
  { title, width }: PlotTableOptions,
): Promise<Picture> {
  const model = await loadModel('plot', path);
  const { net, notes } = model;
  if (sizeOf(net.inputShape) !== 2) return weightImages(net, { title, width });
  const { train } = await loadFor(model, source ?? trainingData(path, notes), { command: 'plot' });
  const [xLabel, yLabel] = notes?.columns?.features ?? [];
  return decisionBoundary(net, train.x, train.y, { title, width, classes: classesOf(model), xLabel, yLabel });
}

/** Name of the data set that a model was trained on, if it is one that needs no file. */
function trainingData(path: string, notes: Notes | undefined): string {
  const found = DATA_SET_NAMES.find((name) => name === notes?.data);
  if (found !== undefined) return found;
  throw new DataError({
    code: 'no-points',
    operation: 'plot',
    actual: `${path} has two inputs`,
    expected: 'so its boundaries are drawn with the points of its data',
    remedy: `name them with --data ${notes?.data ?? 'points.csv'}`,
  });
}
