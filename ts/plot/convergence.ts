import type { ArrayLike } from '../array.js';
import { checkOptions, show } from '../checks.js';
import { ArgumentError } from '../errors.js';
import { figure } from './figure/figure.js';
import type { LegendEntry } from './figure/legend.js';
import { curveMark, dotMark } from './figure/marks.js';
import { leftMargin, panel } from './figure/panel.js';
import { extentOf, padded, scaleOf } from './figure/scale.js';
import { colourOf, dashOf } from './figure/theme.js';
import {
  PICTURE_OPTIONS,
  type PictureOptions,
  readNamed,
  readPictureSize,
  readText,
  readVector,
} from './input.js';
import type { Picture } from './picture.js';

/** Errors of one method for several step sizes. */
export interface Errors {
  /** Step sizes, above 0. */
  readonly steps: ArrayLike;
  /** The error for each step size. */
  readonly errors: ArrayLike;
}

export interface ConvergenceOptions extends PictureOptions {
  /** Height of the chart; 400 by default. */
  readonly height?: number | undefined;
  /** Label of the x axis; 'step size' by default. */
  readonly xLabel?: string | undefined;
  /** Label of the y axis; 'error' by default. */
  readonly yLabel?: string | undefined;
}

const OPTIONS = [...PICTURE_OPTIONS, 'height', 'xLabel', 'yLabel'];

/**
 * Draws errors against step sizes on logarithmic axes, where a method of order p makes a line of slope p. The legend gives
 * the measured order, the median of log(e₁/e₂) / log(h₁/h₂) over neighbouring step sizes.
 *
 * @param methods steps and errors of one method, or of several by their names; errors of 0 are left out
 * @throws ArgumentError, ShapeError for steps that are not positive, negative errors, lists of different lengths
 * @example
 * await convergence({
 *   Euler: { steps: [0.1, 0.05, 0.025], errors: [2e-2, 1e-2, 5e-3] },
 *   'Runge–Kutta 4': { steps: [0.1, 0.05, 0.025], errors: [1e-6, 6e-8, 4e-9] },
 * }).save('orders.svg')
 */
export function convergence(
  methods: Errors | Readonly<Record<string, Errors>>,
  options: ConvergenceOptions = {},
): Picture {
  const operation = 'convergence';
  checkOptions(options, OPTIONS, operation);
  const series = readMethods(methods, operation);
  const width = readPictureSize(options.width, 'width', operation, 560);
  const height = readPictureSize(options.height, 'height', operation, 400);
  const xLabel = readText(options.xLabel, 'xLabel', operation, 'step size');
  const yLabel = readText(options.yLabel, 'yLabel', operation, 'error');

  const range = (of: 'x' | 'y') => {
    const values = extentOf(
      series.map((one) => one[of]),
      'log',
    );
    return padded(values ?? [0.1, 1], 0.04, 'log');
  };
  const x = scaleOf(range('x'), { type: 'log' });
  const y = scaleOf(range('y'), { type: 'log', count: 8 });
  const plane = { x, y, width: width - leftMargin(y, yLabel), height };
  const marks = series.flatMap((one, index) => [
    curveMark(one, plane, { colour: colourOf(index), dash: dashOf(index) }),
    dotMark(one, plane, { colour: colourOf(index), radius: 4 }),
  ]);
  const legend = series.map(({ label, order }, index): LegendEntry => {
    const measured = Number.isFinite(order) ? `order ${order.toFixed(2)}` : 'order unknown';
    const text = label === '' ? measured : `${label} (${measured})`;
    return { label: text, sign: 'line', colour: colourOf(index), dash: dashOf(index) };
  });
  const element = panel({ width, height, x, y, xLabel, yLabel, marks });
  const title = readText(options.title, 'title', operation, 'Order of convergence');
  return figure({ title, width, height, legend, parts: [{ element, x: 0, y: 0 }] });
}

interface Series {
  readonly label: string;
  /** Step sizes, rising. */
  readonly x: readonly number[];
  /** Errors. */
  readonly y: readonly number[];
  readonly order: number;
}

function readMethods(methods: unknown, operation: string): Series[] {
  if (isErrors(methods)) return [readErrors(methods, '', operation)];
  const { items, isAny } = readNamed(methods, isErrors, (one, name) => readErrors(one, name, operation));
  if (items) return items;
  throw new ArgumentError({
    code: 'no-errors',
    operation,
    actual: isAny ? 'not every entry has steps and errors' : `the errors are ${show(methods)}`,
    expected: 'each method needs steps and errors',
    remedy: 'pass { Euler: { steps: [0.1, 0.05], errors: [0.02, 0.01] } }, for example',
  });
}

const isErrors = (value: unknown): value is Errors =>
  typeof value === 'object' && value !== null && 'steps' in value && 'errors' in value;

function readErrors({ steps, errors }: Errors, label: string, operation: string): Series {
  const name = label === '' ? '' : ` of ${label}`;
  const h = readVector(steps, `steps${name}`, operation);
  const e = readVector(errors, `errors${name}`, operation, h.length);
  const bad = h.findIndex((step, i) => !(step > 0 && Number.isFinite(step) && (e[i] ?? -1) >= 0));
  if (bad >= 0) {
    throw new ArgumentError({
      code: 'step-or-error',
      operation,
      actual: `entry ${bad}${name} has the step ${h[bad]} and the error ${e[bad]}`,
      expected: 'steps must be above 0 and errors at least 0',
      remedy: 'pass absolute values',
    });
  }
  const points = Array.from(h, (step, i) => [step, e[i] ?? NaN] as const)
    .filter(([, error]) => error > 0 && Number.isFinite(error))
    .sort(([a], [b]) => a - b);
  return {
    label,
    x: points.map(([step]) => step),
    y: points.map(([, error]) => error),
    order: orderOf(points),
  };
}

/** The median of the slopes, which rounding errors at the smallest steps do not mislead. */
function orderOf(points: readonly (readonly [number, number])[]): number {
  const slopes = points.slice(1).map(([h, e], index) => {
    const [previousStep = NaN, previousError = NaN] = points[index] ?? [];
    return Math.log(e / previousError) / Math.log(h / previousStep);
  });
  const sorted = slopes.filter(Number.isFinite).sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const [low = NaN, high = NaN] =
    sorted.length % 2 === 0 ? sorted.slice(middle - 1) : [sorted[middle], sorted[middle]];
  return (low + high) / 2;
}
