import type { ArrayLike } from '../array.js';
import { checkOptions } from '../checks.js';
import { ShapeError } from '../errors.js';
import { figure, stacked } from './figure/figure.js';
import type { LegendEntry } from './figure/legend.js';
import { curveMark, dotMark } from './figure/marks.js';
import { leftMargin, panel } from './figure/panel.js';
import { extentOf, padded, scaleOf } from './figure/scale.js';
import { colourOf } from './figure/theme.js';
import { PICTURE_OPTIONS, type PictureOptions, readPictureSize, readText, readVector } from './input.js';
import type { Picture } from './picture.js';

export interface CleanedSignalOptions extends PictureOptions {
  /** Height of each of the two charts; 200 by default. */
  readonly height?: number | undefined;
  /** Times of the cleaned values, where they are not x. */
  readonly cleanedX?: ArrayLike | undefined;
  /** Label of the x axis; 'x' by default. */
  readonly xLabel?: string | undefined;
  /** Label of the y axes; 'y' by default. */
  readonly yLabel?: string | undefined;
}

const OPTIONS = [...PICTURE_OPTIONS, 'height', 'cleanedX', 'xLabel', 'yLabel'];

/** Up to so many values are drawn as dots, too. */
const FEW = 120;

/**
 * Draws a measurement before and after cleaning, one above the other with the same x axis. NaN makes a gap.
 *
 * @param x times or positions of the measurements, [n]
 * @param raw the measured values, [n]
 * @param cleaned the cleaned values, [n], or as many as `cleanedX`
 * @throws ArgumentError, ShapeError for lists of different lengths, or options out of range
 * @example await cleanedSignal(t, raw, smoothed, { xLabel: 'time / s', yLabel: 'voltage / V' }).save('signal.svg')
 */
export function cleanedSignal(
  x: ArrayLike,
  raw: ArrayLike,
  cleaned: ArrayLike,
  options: CleanedSignalOptions = {},
): Picture {
  const operation = 'cleanedSignal';
  checkOptions(options, OPTIONS, operation);
  const xs = readVector(x, 'x', operation);
  const before = readVector(raw, 'raw', operation, xs.length);
  const cleanedX = options.cleanedX === undefined ? xs : readVector(options.cleanedX, 'cleanedX', operation);
  const after = readVector(cleaned, 'cleaned', operation);
  if (after.length !== cleanedX.length) throw otherLength(after.length, cleanedX.length, operation);
  const width = readPictureSize(options.width, 'width', operation, 680);
  const height = readPictureSize(options.height, 'height', operation, 200);
  const xLabel = readText(options.xLabel, 'xLabel', operation, 'x');
  const yLabel = readText(options.yLabel, 'yLabel', operation, 'y');

  const xScale = scaleOf(extentOf([xs, cleanedX]) ?? [0, 1], { nice: false, count: 8 });
  const charts = [
    { x: xs, values: before, label: 'raw', colour: colourOf(0) },
    { x: cleanedX, values: after, label: 'cleaned', colour: colourOf(1) },
  ].map((chart) => {
    const y = scaleOf(padded(extentOf([chart.values]) ?? [0, 1], 0.03), { count: 5 });
    return { ...chart, y };
  });
  const marginLeft = Math.max(...charts.map(({ y }) => leftMargin(y, yLabel)));
  const parts = charts.map(({ x: at, values, colour, y }, index) => {
    const isLast = index === charts.length - 1;
    const chartHeight = height + (isLast ? 36 : 0);
    const plane = { x: xScale, y, width: width - marginLeft, height };
    const curve = { x: at, y: values };
    const marks = [curveMark(curve, plane, { colour })];
    if (values.length <= FEW) marks.push(dotMark(curve, plane, { colour, radius: 2.2 }));
    const shared = { width, height: chartHeight, x: xScale, y, yLabel, marginLeft, marks, xTicks: isLast };
    return { element: panel({ ...shared, xLabel: isLast ? xLabel : undefined }), height: chartHeight };
  });
  const legend = charts.map(({ label, colour }): LegendEntry => ({ label, colour, sign: 'line' }));
  const title = readText(options.title, 'title', operation, 'Measurement, raw and cleaned');
  return figure({ title, width, legend, ...stacked(parts, 4) });
}

function otherLength(actual: number, expected: number, operation: string): ShapeError {
  return new ShapeError({
    code: 'vector',
    operation,
    actual: `cleaned has ${actual} values`,
    expected: `there are ${expected} times`,
    remedy: 'pass cleanedX with the times of the cleaned values',
  });
}
