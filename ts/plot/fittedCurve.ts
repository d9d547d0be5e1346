import { ruleX, ruleY } from '#vendor/charts.js';

import type { ArrayLike } from '../array.js';
import { boolean, checkOptions } from '../checks.js';
import { figure, stacked } from './figure/figure.js';
import type { LegendEntry } from './figure/legend.js';
import { curveMark, dotMark } from './figure/marks.js';
import { leftMargin, panel } from './figure/panel.js';
import { extentOf, formatRounded, padded, scaleOf } from './figure/scale.js';
import { colourOf, FAINT_INK } from './figure/theme.js';
import { PICTURE_OPTIONS, type PictureOptions, readPictureSize, readText, readVector } from './input.js';
import type { Picture } from './picture.js';

export interface FittedCurveOptions extends PictureOptions {
  /** Height of the chart of data and curve; 300 by default. That of the residuals is 140. */
  readonly height?: number | undefined;
  /** Whether the residuals are drawn in a second chart; true by default. */
  readonly residuals?: boolean | undefined;
  /** Name of the curve in the legend, such as its equation; 'fit' by default. */
  readonly label?: string | undefined;
  /** Label of the x axis; 'x' by default. */
  readonly xLabel?: string | undefined;
  /** Label of the y axis; 'y' by default. */
  readonly yLabel?: string | undefined;
}

const OPTIONS = [...PICTURE_OPTIONS, 'height', 'residuals', 'label', 'xLabel', 'yLabel'];

/**
 * Draws measured points with the curve that was fitted to them, and below the residuals y − f(x). The legend gives
 * R² = 1 − Σ(y − f)² / Σ(y − ȳ)² and the root mean square (RMS) of the residuals.
 *
 * @param x, y the data, [n]
 * @param f the curve: a function of x, or its values at x, [n]
 * @throws ArgumentError, ShapeError for data of other shapes, or options out of range
 * @example await fittedCurve(x, y, (x) => a + b * x, { xLabel: 'time / s', label: 'a + bx' }).save('fit.svg')
 */
export function fittedCurve(
  x: ArrayLike,
  y: ArrayLike,
  f: ((x: number) => number) | ArrayLike,
  options: FittedCurveOptions = {},
): Picture {
  const operation = 'fittedCurve';
  checkOptions(options, OPTIONS, operation);
  const xs = readVector(x, 'x', operation);
  const ys = readVector(y, 'y', operation, xs.length);
  const fitted =
    typeof f === 'function' ? Float64Array.from(xs, (at) => f(at)) : readVector(f, 'f', operation, xs.length);
  const width = readPictureSize(options.width, 'width', operation, 680);
  const height = readPictureSize(options.height, 'height', operation, 300);
  const hasResiduals = boolean(options.residuals ?? true, 'residuals', operation);

  const range = extentOf([xs]) ?? [0, 1];
  const curve = typeof f === 'function' ? sampled(f, range) : sorted(xs, fitted);
  const residuals = ys.map((value, i) => value - (fitted[i] ?? NaN));
  const xScale = scaleOf(padded(range, 0.03), { nice: false, count: 8 });
  const yScale = scaleOf(extentOf([ys, curve.y]) ?? [0, 1]);
  const rScale = scaleOf(padded(symmetric(residuals), 0.1), { count: 3 });
  const xLabel = readText(options.xLabel, 'xLabel', operation, 'x');
  const yLabel = readText(options.yLabel, 'yLabel', operation, 'y');
  const marginLeft = Math.max(leftMargin(yScale, yLabel), hasResiduals ? leftMargin(rScale, 'residual') : 0);
  const plane = { x: xScale, y: yScale, width: width - marginLeft, height };

  const marks = [
    dotMark({ x: xs, y: ys }, plane, { colour: colourOf(0), radius: 3, opacity: 0.65 }),
    curveMark(curve, plane, { colour: colourOf(1), width: 2 }),
  ];
  const shared = { width, x: xScale, marginLeft };
  const upper = hasResiduals ? height : height + 36;
  const chart = panel({
    ...shared,
    y: yScale,
    yLabel,
    height: upper,
    marks,
    ...below(!hasResiduals, xLabel),
  });
  const parts = [{ element: chart, height: upper }];
  if (hasResiduals) {
    const element = panel({
      ...{ ...shared, y: rScale, yLabel: 'residual', height: 140 + 36, ...below(true, xLabel) },
      marks: [
        ruleY([0], { stroke: FAINT_INK }),
        ...residualMarks(xs, residuals, { ...plane, y: rScale, height: 140 }),
      ],
    });
    parts.push({ element, height: 140 + 36 });
  }
  const label = readText(options.label, 'label', operation, 'fit');
  const legend: LegendEntry[] = [
    { label: 'data', sign: 'dot', colour: colourOf(0) },
    { label: `${label} (${quality(ys, residuals)})`, sign: 'line', colour: colourOf(1) },
  ];
  const title = readText(options.title, 'title', operation, 'Data and fitted curve');
  return figure({ title, width, legend, ...stacked(parts, 4) });
}

const below = (isLast: boolean, xLabel: string) => (isLast ? { xLabel, xTicks: true } : { xTicks: false });

/** Dots, with stems unless there are too many to be told apart. */
function residualMarks(x: Float64Array, residuals: Float64Array, plane: Parameters<typeof dotMark>[1]) {
  const colour = colourOf(0);
  const dots = dotMark({ x, y: residuals }, plane, { colour, radius: 2.5, opacity: 0.8 });
  if (x.length > 200) return [dots];
  const stems = Array.from(x, (at, i) => [at, residuals[i] ?? NaN]);
  return [ruleX(stems, { x: '0', y1: 0, y2: '1', stroke: colour, strokeOpacity: 0.5 }), dots];
}

/** How well the curve fits: R² where y varies, and the root mean square of the residuals. */
function quality(y: Float64Array, residuals: Float64Array): string {
  const mean = y.reduce((sum, value) => sum + value, 0) / y.length;
  const squares = residuals.reduce((sum, one) => sum + one ** 2, 0);
  const total = y.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const rms = `RMS ${formatRounded(Math.sqrt(squares / y.length))}`;
  return total > 0 ? `R² = ${formatRounded(1 - squares / total)}, ${rms}` : rms;
}

function symmetric(residuals: Float64Array): [number, number] {
  const largest = residuals.reduce((most, one) => (Math.abs(one) > most ? Math.abs(one) : most), 0);
  return [-largest, largest];
}

function sampled(f: (x: number) => number, [low, high]: readonly [number, number]) {
  const x = Float64Array.from({ length: 300 }, (_, i) => low + ((high - low) * i) / 299);
  return { x, y: x.map((at) => f(at)) };
}

function sorted(x: Float64Array, y: Float64Array) {
  const order = Array.from(x.keys()).sort((a, b) => (x[a] ?? 0) - (x[b] ?? 0));
  return { x: order.map((i) => x[i] ?? NaN), y: order.map((i) => y[i] ?? NaN) };
}
