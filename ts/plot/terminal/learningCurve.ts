import { checkOptions, oneOf } from '../../checks.js';
import { extentOf, formatNumber, type Scale, SCALE_TYPES, scaleOf, type ScaleType } from '../figure/scale.js';
import { thinned } from '../figure/thin.js';
import { baseOf, type Histories, inWords, plottedMetrics, readHistories, type Run } from '../histories.js';
import { BrailleCanvas } from './braille.js';
import { painted, readCells, readTerminal, seriesColour, TEXT_OPTIONS, type TextOptions } from './style.js';

export interface TextCurveOptions extends TextOptions {
  /** Height of each chart in lines; 10 by default. */
  readonly height?: number | undefined;
  /** Names of the metrics that are drawn; by default all, and the learning rate where it changes. */
  readonly figures?: readonly string[] | undefined;
  /** Scale of the epochs: 'linear', the default, or 'log'. */
  readonly xScale?: ScaleType | undefined;
  /** Scale of the loss: 'linear', the default, or 'log'. */
  readonly lossScale?: ScaleType | undefined;
}

const OPTIONS = [...TEXT_OPTIONS, 'height', 'figures', 'xScale', 'lossScale'];

/**
 * Draws the learning curve as text: lines of braille dots, one chart for each metric. Without colours every curve has a
 * chart of its own.
 *
 * @param histories as for `learningCurve`
 * @throws ArgumentError for what is no history, unknown metrics or options
 * @example console.log(terminal.learningCurve(history))
 */
export function learningCurve(histories: Histories, options: TextCurveOptions = {}): string {
  const operation = 'terminal.learningCurve';
  checkOptions(options, OPTIONS, operation);
  const runs = readHistories(histories, operation);
  const { columns, hasColours } = readTerminal(options, operation);
  const height = readCells(options.height ?? 10, 'height', operation, 2);
  const xScale = oneOf(options.xScale ?? 'linear', SCALE_TYPES, 'scale', operation);
  const lossScale = oneOf(options.lossScale ?? 'linear', SCALE_TYPES, 'scale', operation);
  const x = scaleOf(extentOf(runs.map(({ epochs }) => epochs)) ?? [1, 1], {
    type: xScale,
    nice: false,
    whole: true,
  });
  const charts = plottedMetrics(runs, options.figures, operation).map((metric) => {
    const curves = curvesOf(metric, runs);
    const type = metric === 'loss' ? lossScale : 'linear';
    const range = extentOf(
      curves.map(({ values }) => values),
      type,
    );
    return { title: inWords(metric), curves, y: scaleOf(range ?? [1, 2], { type, count: 4 }) };
  });
  const left = Math.max(...charts.map(({ y }) => Math.max(...axisLabels(y).map((one) => one.length))));
  const size = { width: Math.max(4, columns - left - 2), height, left };
  return charts
    .flatMap(({ title, curves, y }) => {
      if (hasColours) return [draw(legend(title, curves), curves, x, y, size, paint)];
      return curves.map((curve) =>
        draw([title, curve.label].filter(Boolean).join(', '), [curve], x, y, size, plain),
      );
    })
    .join('\n\n');
}

interface Curve {
  readonly label: string;
  readonly epochs: readonly number[];
  readonly values: readonly number[];
  readonly colour: number;
}

/** The curves of a metric in all runs. */
function curvesOf(metric: string, runs: readonly Run[]): Curve[] {
  const curves = runs.flatMap((run) =>
    [...run.metrics]
      .filter(([name]) => baseOf(name).base === metric)
      .map(([name, values]) => {
        const kind = baseOf(name).isValidation ? 'validation' : 'training';
        return { run: run.label, kind, epochs: run.epochs, values };
      }),
  );
  const hasKinds = curves.some(({ kind }) => kind === 'validation');
  return curves.map(({ run, kind, epochs, values }, index) => {
    const label = [run, hasKinds ? kind : ''].filter(Boolean).join(' ');
    return { label, epochs, values, colour: seriesColour(index) };
  });
}

type Paint = (text: string, colour: number) => string;

const paint: Paint = (text, colour) => painted(text, { fore: colour });
const plain: Paint = (text) => text;

function legend(title: string, curves: readonly Curve[]): string {
  const entries = curves
    .filter(({ label }) => label !== '')
    .map(({ label, colour }) => paint(`━ ${label}`, colour));
  return [title, ...entries].join('  ');
}

interface Size {
  readonly width: number;
  readonly height: number;
  /** Characters of the labels of the y axis. */
  readonly left: number;
}

function draw(title: string, curves: readonly Curve[], x: Scale, y: Scale, size: Size, paint: Paint): string {
  const { width, height, left } = size;
  const canvas = new BrailleCanvas(width, height);
  for (const { epochs, values, colour } of curves) {
    const curve = thinned({ x: epochs, y: values }, 2 * width, x.type);
    let previous: [number, number] | undefined;
    Array.from(curve.x).forEach((at, index) => {
      const [px, py] = [dotOf(x, at, 2 * width), dotOf(y, curve.y[index] ?? NaN, 4 * height)];
      const isShown = Number.isFinite(px) && Number.isFinite(py);
      if (isShown) canvas.line(previous ?? [px, py], [px, py], colour);
      previous = isShown ? [px, py] : undefined;
    });
  }
  const [low = '', middle = '', high = ''] = axisLabels(y);
  const half = (height - 1) >> 1;
  const lines = Array.from({ length: height }, (_, row) => {
    const number = row === 0 ? high : row === height - 1 ? low : row === half && height > 4 ? middle : '';
    return `${number.padStart(left)} ${number === '' ? '│' : '┤'}${canvas.row(row, paint)}`.trimEnd();
  });
  // The domain of a single epoch is wider than it: rounding inwards gives its number.
  const [first, last] = [Math.ceil(x.domain[0]), Math.floor(x.domain[1])].map(formatNumber);
  const epochs = `${first ?? ''}${`epoch ${last ?? ''}`.padStart(width - (first?.length ?? 0))}`;
  return [
    title,
    ...lines,
    `${' '.repeat(left)} └${'─'.repeat(width)}`,
    `${' '.repeat(left + 2)}${epochs}`,
  ].join('\n');
}

/** The labels at the lower end, the middle and the upper end of an axis. */
function axisLabels({ type, domain: [low, high] }: Scale): string[] {
  const middle = type === 'log' ? Math.sqrt(low * high) : (low + high) / 2;
  return [low, middle, high].map((value) => formatNumber(Number(value.toPrecision(3))));
}

/** The index of the dot that shows a value, from 0 at the lower end of the axis. */
function dotOf({ type, domain: [low, high] }: Scale, value: number, dots: number): number {
  const share = type === 'log' ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low);
  return Math.round(share * (dots - 1));
}
