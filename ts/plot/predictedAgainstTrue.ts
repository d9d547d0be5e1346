import type { ArrayLike } from '../array.js';
import { checkOptions } from '../checks.js';
import { classMarks } from './classMarks.js';
import { classNames, countClasses, readClasses } from './classes.js';
import { figure } from './figure/figure.js';
import type { LegendEntry } from './figure/legend.js';
import { dotMark } from './figure/marks.js';
import { leftMargin, panel } from './figure/panel.js';
import { colourOf, INK } from './figure/theme.js';
import { PICTURE_OPTIONS, type PictureOptions, readPictureSize, readText } from './input.js';
import type { Picture } from './picture.js';
import { readPoints, scalesOf, where } from './points.js';

export interface PredictedAgainstTrueOptions extends PictureOptions {
  /** Height of the charts; by default their width. */
  readonly height?: number | undefined;
  /** Names of the classes; their numbers by default. */
  readonly classes?: readonly string[] | undefined;
  /** Label of the x axes; 'x₁' by default. */
  readonly xLabel?: string | undefined;
  /** Label of the y axes; 'x₂' by default. */
  readonly yLabel?: string | undefined;
}

const OPTIONS = [...PICTURE_OPTIONS, 'height', 'classes', 'xLabel', 'yLabel'];

const GAP = 12;

/**
 * Draws points in the colours of their true classes, and beside them the same points in the colours of the predicted
 * classes, with a cross on each wrong one.
 *
 * @param points of shape [n, 2]
 * @param truth classes [n], or one-hot vectors [n, k]
 * @param predicted classes [n], or a model's outputs [n, k]
 * @throws ArgumentError, ShapeError for points, classes or options that do not fit
 * @example await predictedAgainstTrue(x, y, net.predict(x)).save('spiral.svg')
 */
export function predictedAgainstTrue(
  points: ArrayLike,
  truth: ArrayLike,
  predicted: ArrayLike,
  options: PredictedAgainstTrueOptions = {},
): Picture {
  const operation = 'predictedAgainstTrue';
  checkOptions(options, OPTIONS, operation);
  const coordinates = readPoints(points, 'points', operation);
  const count = coordinates.x.length;
  const labels = readClasses(truth, 'truth', operation, count);
  const predictions = readClasses(predicted, 'predicted', operation, count);
  const names = classNames(options.classes, countClasses(labels, predictions), operation);
  const width = readPictureSize(options.width, 'width', operation, 760);
  const chartWidth = Math.floor((width - GAP) / 2);
  const height = readPictureSize(options.height, 'height', operation, chartWidth);
  const xLabel = readText(options.xLabel, 'xLabel', operation, 'x₁');
  const yLabel = readText(options.yLabel, 'yLabel', operation, 'x₂');

  const { x, y } = scalesOf(coordinates, 5);
  const plane = { x, y, width: chartWidth - leftMargin(y, yLabel), height: height - 60 };
  const wrong = where(coordinates, (index) => labels[index] !== predictions[index]);
  const shared = { width: chartWidth, height, x, y, xLabel, yLabel };
  const left = panel({ ...shared, title: 'true', marks: classMarks(coordinates, labels, plane) });
  const crosses = dotMark(wrong, plane, { colour: INK, symbol: 'times', radius: 4 });
  const marks = [...classMarks(coordinates, predictions, plane), ...(wrong.x.length > 0 ? [crosses] : [])];
  const right = panel({ ...shared, title: 'predicted', marks });

  const share = `${(100 * (1 - wrong.x.length / count)).toFixed(1)} % right`;
  const title = readText(options.title, 'title', operation, `True and predicted classes: ${share}`);
  const legend: LegendEntry[] = names.map((label, index) => ({
    label,
    sign: 'dot',
    colour: colourOf(index),
  }));
  if (wrong.x.length > 0) legend.push({ label: 'wrong', sign: 'cross', colour: INK });
  const parts = [
    { element: left, x: 0, y: 0 },
    { element: right, x: chartWidth + GAP, y: 0 },
  ];
  return figure({ title, width, height, legend, parts });
}
