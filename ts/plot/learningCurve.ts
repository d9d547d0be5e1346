import type { Mark } from '#vendor/charts.js';

import { checkOptions, oneOf } from '../checks.js';
import { figure, stacked } from './figure/figure.js';
import type { LegendEntry } from './figure/legend.js';
import { curveMark, dotMark, type Plane } from './figure/marks.js';
import { leftMargin, panel } from './figure/panel.js';
import { extentOf, type Scale, SCALE_TYPES, scaleOf, type ScaleType } from './figure/scale.js';
import { colourOf, dashOf, DASHES, FAINT_INK } from './figure/theme.js';
import { baseOf, type Histories, inWords, plottedMetrics, readHistories, type Run } from './histories.js';
import { PICTURE_OPTIONS, type PictureOptions, readPictureSize, readText } from './input.js';
import type { Picture } from './picture.js';

export interface LearningCurveOptions extends PictureOptions {
  /** Height of the chart of each metric; 220 by default. That of the learning rate is half as high. */
  readonly height?: number | undefined;
  /**
   * Names of the metrics that are drawn, each in a chart that also has its values in validation; by default all, and the
   * learning rate where it changes.
   */
  readonly figures?: readonly string[] | undefined;
  /** Scale of the epochs: 'linear', the default, or 'log'. */
  readonly xScale?: ScaleType | undefined;
  /** Scale of the loss: 'linear', the default, or 'log'. */
  readonly lossScale?: ScaleType | undefined;
  /** Label of the x axis; 'epoch' by default. */
  readonly xLabel?: string | undefined;
}

/** Names of the options, which `liveChart` has, too. */
export const LEARNING_CURVE_OPTIONS = [
  ...PICTURE_OPTIONS,
  'height',
  'figures',
  'xScale',
  'lossScale',
  'xLabel',
];

/** Up to so many values are drawn as dots, too. */
const FEW = 40;

/**
 * Draws loss, metrics and learning rate over the epochs, in training and validation, of one run or of several.
 *
 * A curve of any length is thinned to what can be seen: the lowest and the highest value in each column of pixels.
 *
 * @param histories what `fit` returns, `{ loss: […], valLoss: […] }`, a list of these, or an object with a name for each
 * @throws ArgumentError for what is no history, a history without a finished epoch, unknown metrics or options
 * @example await learningCurve(await net.fit(x, y, { epochs: 30 })).save('curve.svg')
 * @example learningCurve({ SGD: history1, Adam: history2 }, { figures: ['loss'], xScale: 'log' }).svg
 */
export function learningCurve(histories: Histories, options: LearningCurveOptions = {}): Picture {
  const operation = 'learningCurve';
  checkOptions(options, LEARNING_CURVE_OPTIONS, operation);
  const runs = readHistories(histories, operation);
  const metrics = plottedMetrics(runs, options.figures, operation);
  const width = readPictureSize(options.width, 'width', operation, 680);
  const height = readPictureSize(options.height, 'height', operation, 220);
  const xScale = oneOf(options.xScale ?? 'linear', SCALE_TYPES, 'scale', operation);
  const lossScale = oneOf(options.lossScale ?? 'linear', SCALE_TYPES, 'scale', operation);
  const xLabel = readText(options.xLabel, 'xLabel', operation, 'epoch');

  const range = extentOf(
    runs.map(({ epochs }) => epochs),
    xScale,
  ) ?? [1, 1];
  const x = scaleOf(range, { type: xScale, nice: false, whole: true, count: 8 });
  const charts = metrics.map((name) => chartOf(name, runs, name === 'loss' ? lossScale : undefined));
  const marginLeft = Math.max(...charts.map(({ y, label }) => leftMargin(y, label)));
  const columns = width - marginLeft;
  const parts = charts.map(({ y, label, series, name }, index) => {
    const isLast = index === charts.length - 1;
    const planeHeight = name === 'learningRate' && charts.length > 1 ? Math.max(110, height / 2) : height;
    const chartHeight = planeHeight + (isLast ? 36 : 0);
    const plane = { x, y, width: columns, height: planeHeight };
    const marks = series.flatMap((one) => seriesMarks(one, plane));
    const spec = { width, height: chartHeight, x, y, yLabel: label, marks, marginLeft, xTicks: isLast };
    return { element: panel({ ...spec, xLabel: isLast ? xLabel : undefined }), height: chartHeight };
  });
  const title = readText(options.title, 'title', operation, titleOf(metrics));
  return figure({ title, width, legend: legendOf(charts, runs), ...stacked(parts, 4) });
}

interface Series {
  readonly epochs: readonly number[];
  readonly values: readonly number[];
  /** Whether the values are those of the validation data. */
  readonly isValidation: boolean;
  readonly colour: string;
  readonly dash: string | undefined;
}

interface Chart {
  readonly name: string;
  readonly label: string;
  readonly y: Scale;
  readonly series: readonly Series[];
}

/** The chart of a metric: its values in all runs, in training and validation. */
function chartOf(name: string, runs: readonly Run[], type: ScaleType = 'linear'): Chart {
  const series = runs.flatMap((run, index) => {
    const both = [...run.metrics].filter(([metric]) => baseOf(metric).base === name);
    return both.map(([metric, values]) => {
      const { isValidation } = baseOf(metric);
      const isSingle = runs.length === 1;
      const colour = colourOf(isSingle ? Number(isValidation) : index);
      const dash = isSingle ? undefined : isValidation ? DASHES[1] : dashOf(index) && DASHES[2];
      return { epochs: run.epochs, values, isValidation, colour, dash };
    });
  });
  const values = series.map((one) => one.values);
  const isRate = name === 'learningRate';
  const range = extentOf(values, type) ?? [type === 'log' ? 0.1 : 0, 1];
  const isWide = isRate && range[0] > 0 && range[1] / range[0] > 50;
  return {
    name,
    label: inWords(name),
    series,
    y: scaleOf(range, { type: isWide ? 'log' : type, count: isRate ? 3 : 5 }),
  };
}

function seriesMarks({ epochs, values, colour, dash }: Series, plane: Plane): Mark[] {
  const curve = { x: epochs, y: values };
  const marks = [curveMark(curve, plane, { colour, dash })];
  if (values.length <= FEW) marks.push(dotMark(curve, plane, { colour, radius: 2.2 }));
  return marks;
}

function titleOf(metrics: readonly string[]): string {
  return metrics.length === 1 ? `Learning curve: ${inWords(metrics[0] ?? '')}` : 'Learning curve';
}

function legendOf(charts: readonly Chart[], runs: readonly Run[]): LegendEntry[] {
  const hasValidation = charts.some(({ series }) => series.some(({ isValidation }) => isValidation));
  if (runs.length === 1) {
    return hasValidation
      ? [
          { label: 'training', colour: colourOf(0), sign: 'line' },
          { label: 'validation', colour: colourOf(1), sign: 'line' },
        ]
      : [];
  }
  const named = runs.map(({ label }, index): LegendEntry => {
    return { label, colour: colourOf(index), sign: 'line', dash: dashOf(index) && DASHES[2] };
  });
  if (!hasValidation) return named;
  const kinds = ['training', 'validation'].map((label, index): LegendEntry => {
    return { label, colour: FAINT_INK, sign: 'line', dash: DASHES[index] };
  });
  return [...named, ...kinds];
}
