import { contour, type Mark } from '#vendor/charts.js';

import type { ArrayLike, NdArray } from '../array.js';
import { checkOptions, integer, number, show } from '../checks.js';
import { flatten } from '../convert/flatten.js';
import { ArgumentError, ShapeError } from '../errors.js';
import { shapeText } from '../shape.js';
import { classMarks } from './classMarks.js';
import { classNames, countClasses, readClasses } from './classes.js';
import { figure } from './figure/figure.js';
import { leftMargin, panel } from './figure/panel.js';
import type { Scale } from './figure/scale.js';
import { colourOf, INK } from './figure/theme.js';
import { PICTURE_OPTIONS, type PictureOptions, readPictureSize, readText } from './input.js';
import type { Picture } from './picture.js';
import { readPoints, scalesOf } from './points.js';

/** A model of two inputs, or a function: outputs [n, classes] of points [n, 2], or [n, 1] for two classes. */
export type Classifier =
  { predict(points: NdArray<Float64Array>): NdArray } | ((points: NdArray<Float64Array>) => ArrayLike);

export interface DecisionBoundaryOptions extends PictureOptions {
  /** Height of the chart; as its width by default. */
  readonly height?: number | undefined;
  /** Names of the classes; their numbers by default. */
  readonly classes?: readonly string[] | undefined;
  /** Points in each direction for which the model predicts; 100 by default. */
  readonly resolution?: number | undefined;
  /** For a model with one output: the value above which it predicts class 1; 0.5 by default. */
  readonly threshold?: number | undefined;
  /** Label of the x axis; 'x₁' by default. */
  readonly xLabel?: string | undefined;
  /** Label of the y axis; 'x₂' by default. */
  readonly yLabel?: string | undefined;
}

const OPTIONS = [...PICTURE_OPTIONS, 'height', 'classes', 'resolution', 'threshold', 'xLabel', 'yLabel'];

/**
 * Draws how a model divides the plane into classes, with points on it. Each class has a colour, darker where the model is
 * more certain; lines mark where two outputs are equal.
 *
 * @param model a model of two inputs, or a function that returns outputs [n, classes] for points [n, 2]
 * @param points of shape [n, 2]
 * @param labels their classes [n], or one-hot vectors [n, k]
 * @throws ArgumentError, ShapeError for points, labels, outputs or options that do not fit
 * @example await decisionBoundary(net, x, y).save('boundary.svg')
 */
export function decisionBoundary(
  model: Classifier,
  points: ArrayLike,
  labels: ArrayLike,
  options: DecisionBoundaryOptions = {},
): Picture {
  const operation = 'decisionBoundary';
  checkOptions(options, OPTIONS, operation);
  const predict = readModel(model, operation);
  const coordinates = readPoints(points, 'points', operation);
  const truth = readClasses(labels, 'labels', operation, coordinates.x.length);
  const resolution = integer(options.resolution ?? 100, 'resolution', operation, 2);
  number(resolution, 'resolution', operation, { highest: 1000 });
  const threshold = number(options.threshold ?? 0.5, 'threshold', operation);
  const width = readPictureSize(options.width, 'width', operation, 520);
  const height = readPictureSize(options.height, 'height', operation, width);
  const xLabel = readText(options.xLabel, 'xLabel', operation, 'x₁');
  const yLabel = readText(options.yLabel, 'yLabel', operation, 'x₂');

  const { x, y } = scalesOf(coordinates);
  const cells = grid(x, y, resolution);
  const outputs = readOutputs(predict(cells), cells.shape[0] ?? 0, operation);
  const margins = marginsOf(outputs, threshold);
  const names = classNames(options.classes, Math.max(countClasses(truth), margins.length), operation);
  const regions = margins.flatMap((margin, label) => regionMarks(margin, label, resolution, x, y));
  const lines = margins.slice(1).map((margin) => boundaryMark(margin, resolution, x, y));
  const plane = { x, y, width: width - leftMargin(y, yLabel), height: height - 50 };
  const marks = [...regions, ...lines, ...classMarks(coordinates, truth, plane, '#ffffff')];
  const element = panel({ width, height, x, y, xLabel, yLabel, marks, grid: false });
  const legend = names.map((label, index) => ({ label, sign: 'dot' as const, colour: colourOf(index) }));
  const title = readText(options.title, 'title', operation, 'Decision boundary');
  return figure({ title, width, height, legend, parts: [{ element, x: 0, y: 0 }] });
}

/** Cells beyond the chart on each side, so that the edge of the grid, where contours end, is not visible. */
const BEYOND = 1;

/** The range of an axis with these cells. */
function widened({ domain: [low, high] }: Scale, resolution: number): [number, number] {
  const room = (BEYOND * (high - low)) / resolution;
  return [low - room, high + room];
}

/** Centres of the cells of a grid over the chart, row by row from the bottom. */
function grid(x: Scale, y: Scale, resolution: number): NdArray<Float64Array> {
  const cells = resolution + 2 * BEYOND;
  const data = new Float64Array(2 * cells ** 2);
  const [[left, right], [below, above]] = [widened(x, resolution), widened(y, resolution)];
  for (let row = 0; row < cells; row++) {
    for (let column = 0; column < cells; column++) {
      const [across, up] = [(column + 0.5) / cells, (row + 0.5) / cells];
      data.set([left + across * (right - left), below + up * (above - below)], 2 * (row * cells + column));
    }
  }
  return { data, shape: [cells ** 2, 2] };
}

interface Outputs {
  readonly data: Float64Array;
  readonly classes: number;
}

/** For each class, by how much its output exceeds the largest output of the others. */
function marginsOf({ data, classes }: Outputs, threshold: number): Float64Array[] {
  const count = data.length / classes;
  if (classes === 1) {
    const above = data.map((value) => value - threshold);
    return [above.map((value) => -value), above];
  }
  return Array.from({ length: classes }, (_, label) => {
    return Float64Array.from({ length: count }, (_, point) => {
      let others = -Infinity;
      for (let i = 0; i < classes; i++) {
        if (i !== label) others = Math.max(others, data[point * classes + i] ?? NaN);
      }
      return (data[point * classes + label] ?? NaN) - others;
    });
  });
}

/** Levels of the contours, as shares of the largest margin: above 0 the class wins, above 0.9 it is nearly certain. */
const LEVELS = [0, 0.5, 0.9];

function regionMarks(margin: Float64Array, label: number, resolution: number, x: Scale, y: Scale): Mark[] {
  const largest = margin.reduce((most, one) => Math.max(most, one), 0);
  if (largest <= 0) return [];
  return LEVELS.map((level) =>
    contour(margin, {
      ...contourOptions(resolution, x, y),
      ...{ thresholds: [level * largest], fill: colourOf(label), fillOpacity: 0.13 },
    }),
  );
}

function boundaryMark(margin: Float64Array, resolution: number, x: Scale, y: Scale): Mark {
  const style = { stroke: INK, strokeOpacity: 0.7, strokeWidth: 1 };
  return contour(margin, { ...contourOptions(resolution, x, y), thresholds: [0], ...style });
}

/** Size and position of the grid. */
function contourOptions(resolution: number, x: Scale, y: Scale) {
  const [[x1, x2], [y1, y2]] = [widened(x, resolution), widened(y, resolution)];
  const cells = resolution + 2 * BEYOND;
  return { width: cells, height: cells, x1, x2, y1, y2, clip: true };
}

function readModel(model: unknown, operation: string): (points: NdArray<Float64Array>) => unknown {
  if (typeof model === 'function') return model as (points: NdArray<Float64Array>) => unknown;
  if (
    typeof model === 'object' &&
    model !== null &&
    'predict' in model &&
    typeof model.predict === 'function'
  ) {
    return (points) => (model as { predict(points: NdArray): unknown }).predict(points);
  }
  throw new ArgumentError({
    code: 'not-a-model',
    operation,
    actual: `model is ${show(model)}`,
    expected: 'it must have a method predict, or be a function of points',
    remedy: 'pass the model itself',
  });
}

function readOutputs(value: unknown, count: number, operation: string): Outputs {
  const { data, shape = [data.length] } = flatten(value, "the model's output", operation);
  const classes = data.length / count;
  if (shape[0] === count && Number.isInteger(classes) && classes >= 1) {
    return { data: Float64Array.from(data), classes };
  }
  throw new ShapeError({
    code: 'outputs',
    operation,
    actual: `the model returns shape ${shapeText(shape)} for ${count} points`,
    expected: `it must be [${count}, classes]`,
    remedy: 'pass a model with one row of outputs for each point of two coordinates',
  });
}
