import { contour, type Mark } from '#vendor/charts.js';

import type { ArrayLike, NdArray } from '../array.js';
import { checkOptions, integer, number, show } from '../checks.js';
import { flatten } from '../convert/flatten.js';
import { ArgumentError, ShapeError } from '../errors.js';
import { shapeText } from '../shape.js';
import { classNames, countClasses, readClasses } from './classes.js';
import { figure } from './figure/figure.js';
import { leftMargin, panel } from './figure/panel.js';
import type { Scale } from './figure/scale.js';
import { colourOf, INK } from './figure/theme.js';
import { PICTURE_OPTIONS, type PictureOptions, readSize, readText } from './input.js';
import type { Picture } from './picture.js';
import { readPoints, scalesOf } from './points.js';
import { classMarks } from './predictedAgainstTrue.js';

/** A model of two inputs, or a function: outputs [n, classes] of points [n, 2], or [n, 1] for two classes. */
export type Classifier =
  { predict(points: NdArray<Float64Array>): NdArray } | ((points: NdArray<Float64Array>) => ArrayLike);

export interface DecisionBoundaryOptions extends PictureOptions {
  /** Height of the chart; as its width by default. */
  readonly height?: number | undefined;
  /** Names of the classes; their numbers by default. */
  readonly classes?: readonly string[] | undefined;
  /** Places in each direction at which the model is asked; 100 by default. */
  readonly resolution?: number | undefined;
  /** Of a model with one output, where class 1 begins; 0.5 by default. */
  readonly threshold?: number | undefined;
  /** 'x₁' by default. */
  readonly xLabel?: string | undefined;
  /** 'x₂' by default. */
  readonly yLabel?: string | undefined;
}

const OPTIONS = [...PICTURE_OPTIONS, 'height', 'classes', 'resolution', 'threshold', 'xLabel', 'yLabel'];

/**
 * How a model divides the plane, with the points on it: every class has its colour, darker where the model is surer, and
 * the lines are where two outputs are equal.
 *
 * @param model a model of two inputs, or a function that answers outputs [n, classes] for points [n, 2]
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
  const ask = readModel(model, operation);
  const places = readPoints(points, 'points', operation);
  const truth = readClasses(labels, 'labels', operation, places.x.length);
  const resolution = integer(options.resolution ?? 100, 'resolution', operation, 2);
  number(resolution, 'resolution', operation, { highest: 1000 });
  const threshold = number(options.threshold ?? 0.5, 'threshold', operation);
  const width = readSize(options.width, 'width', operation, 520);
  const height = readSize(options.height, 'height', operation, width);
  const xLabel = readText(options.xLabel, 'xLabel', operation, 'x₁');
  const yLabel = readText(options.yLabel, 'yLabel', operation, 'x₂');

  const { x, y } = scalesOf(places);
  const outputs = readOutputs(ask(grid(x, y, resolution)), resolution ** 2, operation);
  const margins = marginsOf(outputs, threshold);
  const names = classNames(options.classes, Math.max(countClasses(truth), margins.length), operation);
  const regions = margins.flatMap((margin, label) => regionMarks(margin, label, resolution, x, y));
  const lines = margins.slice(1).map((margin) => boundaryMark(margin, resolution, x, y));
  const plane = { x, y, width: width - leftMargin(y, yLabel), height: height - 50 };
  const marks = [...regions, ...lines, ...classMarks(places, truth, plane, '#ffffff')];
  const element = panel({ width, height, x, y, xLabel, yLabel, marks, grid: false });
  const legend = names.map((label, index) => ({ label, sign: 'dot' as const, colour: colourOf(index) }));
  const title = readText(options.title, 'title', operation, 'Decision boundary');
  return figure({ title, width, height, legend, parts: [{ element, x: 0, y: 0 }] });
}

/** Centres of the cells of a grid over the chart, row by row from below. */
function grid(x: Scale, y: Scale, resolution: number): NdArray<Float64Array> {
  const data = new Float64Array(2 * resolution ** 2);
  const at = ({ domain: [low, high] }: Scale, index: number) =>
    low + ((index + 0.5) / resolution) * (high - low);
  for (let row = 0; row < resolution; row++) {
    for (let column = 0; column < resolution; column++) {
      data.set([at(x, column), at(y, row)], 2 * (row * resolution + column));
    }
  }
  return { data, shape: [resolution ** 2, 2] };
}

interface Outputs {
  readonly data: Float64Array;
  readonly classes: number;
}

/** For each class, by how much its output exceeds the largest of the others. */
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

/** Where the class wins at all, by half and by nearly all of its largest margin. */
const LEVELS = [0, 0.5, 0.9];

function regionMarks(margin: Float64Array, label: number, resolution: number, x: Scale, y: Scale): Mark[] {
  const largest = margin.reduce((most, one) => Math.max(most, one), 0);
  if (largest <= 0) return [];
  return LEVELS.map((level) =>
    contour(margin, {
      ...placeOf(resolution, x, y),
      ...{ thresholds: [level * largest], fill: colourOf(label), fillOpacity: 0.13 },
    }),
  );
}

function boundaryMark(margin: Float64Array, resolution: number, x: Scale, y: Scale): Mark {
  const style = { stroke: INK, strokeOpacity: 0.7, strokeWidth: 1 };
  return contour(margin, { ...placeOf(resolution, x, y), thresholds: [0], ...style });
}

function placeOf(resolution: number, x: Scale, y: Scale) {
  const [[x1, x2], [y1, y2]] = [x.domain, y.domain];
  return { width: resolution, height: resolution, x1, x2, y1, y2 };
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
    actual: `the model answers shape ${shapeText(shape)} for ${count} points`,
    expected: `it must be [${count}, classes]`,
    remedy: 'pass a model with one row of outputs for each point of two coordinates',
  });
}
