import type { ArrayLike } from '../array.js';
import { checkOptions } from '../checks.js';
import { classNames, countClasses, readClasses } from './classes.js';
import { figure } from './figure/figure.js';
import type { LegendEntry } from './figure/legend.js';
import { dotMark, type Plane } from './figure/marks.js';
import { leftMargin, panel } from './figure/panel.js';
import { colourOf, INK } from './figure/theme.js';
import { PICTURE_OPTIONS, type PictureOptions, readSize, readText } from './input.js';
import type { Picture } from './picture.js';
import { type Points, readPoints, scalesOf, where } from './points.js';

export interface PredictedAgainstTrueOptions extends PictureOptions {
  /** Height of the charts; by default they are square. */
  readonly height?: number | undefined;
  /** Names of the classes; their numbers by default. */
  readonly classes?: readonly string[] | undefined;
  /** 'x₁' by default. */
  readonly xLabel?: string | undefined;
  /** 'x₂' by default. */
  readonly yLabel?: string | undefined;
}

const OPTIONS = [...PICTURE_OPTIONS, 'height', 'classes', 'xLabel', 'yLabel'];

const GAP = 12;

/**
 * Points in the colours of their true classes, beside the same in those that were predicted, where wrong ones are
 * crossed out.
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
  const places = readPoints(points, 'points', operation);
  const count = places.x.length;
  const labels = readClasses(truth, 'truth', operation, count);
  const answers = readClasses(predicted, 'predicted', operation, count);
  const names = classNames(options.classes, countClasses(labels, answers), operation);
  const width = readSize(options.width, 'width', operation, 760);
  const own = Math.floor((width - GAP) / 2);
  const height = readSize(options.height, 'height', operation, own);
  const xLabel = readText(options.xLabel, 'xLabel', operation, 'x₁');
  const yLabel = readText(options.yLabel, 'yLabel', operation, 'x₂');

  const { x, y } = scalesOf(places, 5);
  const plane = { x, y, width: own - leftMargin(y, yLabel), height: height - 60 };
  const wrong = where(places, (index) => labels[index] !== answers[index]);
  const shared = { width: own, height, x, y, xLabel, yLabel };
  const left = panel({ ...shared, title: 'true', marks: classMarks(places, labels, plane) });
  const crosses = dotMark(wrong, plane, { colour: INK, symbol: 'times', radius: 4 });
  const marks = [...classMarks(places, answers, plane), ...(wrong.x.length > 0 ? [crosses] : [])];
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
    { element: right, x: own + GAP, y: 0 },
  ];
  return figure({ title, width, height, legend, parts });
}

/** Dots, each class in its colour. */
export function classMarks(points: Points, labels: Uint32Array, plane: Plane, rim?: string) {
  const radius = points.x.length > 400 ? 2.5 : 3.5;
  return [...new Set(labels)]
    .sort((a, b) => a - b)
    .map((label) => {
      const own = where(points, (index) => labels[index] === label);
      const opacity = rim === undefined ? 0.8 : 1;
      return dotMark(own, plane, {
        colour: colourOf(label),
        radius,
        opacity,
        ...(rim === undefined ? {} : { rim }),
      });
    });
}
