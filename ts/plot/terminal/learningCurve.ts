import { checkOptions, integer, oneOf } from '../../checks.js';
import { extentOf, formatNumber, type Scale, SCALE_TYPES, scaleOf, type ScaleType } from '../figure/scale.js';
import { thinned } from '../figure/thin.js';
import { baseOf, figuresOf, type Histories, inWords, readHistories, type Run } from '../histories.js';
import { BrailleCanvas } from './braille.js';
import { painted, readTerminal, seriesColour, TEXT_OPTIONS, type TextOptions } from './style.js';

export interface TextCurveOptions extends TextOptions {
  /** Lines of each chart; 10 by default. */
  readonly height?: number | undefined;
  /** Which figures are drawn; by default all, and the learning rate where it changes. */
  readonly figures?: readonly string[] | undefined;
  /** 'linear', the default, or 'log'. */
  readonly xScale?: ScaleType | undefined;
  /** Of the loss: 'linear', the default, or 'log'. */
  readonly lossScale?: ScaleType | undefined;
}

const OPTIONS = [...TEXT_OPTIONS, 'height', 'figures', 'xScale', 'lossScale'];

/**
 * The learning curve as text: lines of braille dots, one chart for each figure. Without colours every curve has a chart of
 * its own.
 *
 * @param histories as for `learningCurve`
 * @throws ArgumentError for what is no history, unknown figures or options
 * @example console.log(terminal.learningCurve(history))
 */
export function learningCurve(histories: Histories, options: TextCurveOptions = {}): string {
  const operation = 'terminal.learningCurve';
  checkOptions(options, OPTIONS, operation);
  const runs = readHistories(histories, operation);
  const { columns, hasColours } = readTerminal(options, operation);
  const height = integer(options.height ?? 10, 'height', operation, 2);
  const xScale = oneOf(options.xScale ?? 'linear', SCALE_TYPES, 'scale', operation);
  const lossScale = oneOf(options.lossScale ?? 'linear', SCALE_TYPES, 'scale', operation);
  const x = scaleOf(extentOf(runs.map(({ epochs }) => epochs)) ?? [1, 1], {
    type: xScale,
    nice: false,
    whole: true,
  });
  const charts = figuresOf(runs, options.figures, operation).map((figure) => {
    const curves = curvesOf(figure, runs);
    const type = figure === 'loss' ? lossScale : 'linear';
    const range = extentOf(
      curves.map(({ values }) => values),
      type,
    );
    return { title: inWords(figure), curves, y: scaleOf(range ?? [1, 2], { type, count: 4 }) };
  });
  const left = Math.max(...charts.map(({ y }) => Math.max(...ends(y).map((one) => one.length))));
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

function curvesOf(figure: string, runs: readonly Run[]): Curve[] {
  const curves = runs.flatMap((run) =>
    [...run.figures]
      .filter(([name]) => baseOf(name).base === figure)
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
  /** Characters of the numbers at the axis. */
  readonly left: number;
}

function draw(title: string, curves: readonly Curve[], x: Scale, y: Scale, size: Size, paint: Paint): string {
  const { width, height, left } = size;
  const canvas = new BrailleCanvas(width, height);
  for (const { epochs, values, colour } of curves) {
    const curve = thinned({ x: epochs, y: values }, 2 * width, x.type);
    let before: [number, number] | undefined;
    Array.from(curve.x).forEach((at, index) => {
      const [px, py] = [place(x, at, 2 * width), place(y, curve.y[index] ?? NaN, 4 * height)];
      const isShown = Number.isFinite(px) && Number.isFinite(py);
      if (isShown) canvas.line(before ?? [px, py], [px, py], colour);
      before = isShown ? [px, py] : undefined;
    });
  }
  const [low = '', middle = '', high = ''] = ends(y);
  const half = (height - 1) >> 1;
  const lines = Array.from({ length: height }, (_, row) => {
    const number = row === 0 ? high : row === height - 1 ? low : row === half && height > 4 ? middle : '';
    return `${number.padStart(left)} ${number === '' ? '│' : '┤'}${canvas.row(row, paint)}`.trimEnd();
  });
  const [first, last] = x.domain.map(formatNumber);
  const room = width - (first?.length ?? 0);
  const epochs = `${first ?? ''}${`epoch ${last ?? ''}`.padStart(room)}`;
  return [
    title,
    ...lines,
    `${' '.repeat(left)} └${'─'.repeat(width)}`,
    `${' '.repeat(left + 2)}${epochs}`,
  ].join('\n');
}

/** What is written at the axis: its lower end, middle and upper end. */
function ends({ type, domain: [low, high] }: Scale): string[] {
  const middle = type === 'log' ? Math.sqrt(low * high) : (low + high) / 2;
  return [low, middle, high].map((value) => formatNumber(Number(value.toPrecision(3))));
}

/** The dot of a value, from 0. */
function place({ type, domain: [low, high] }: Scale, value: number, dots: number): number {
  const part = type === 'log' ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low);
  return Math.round(part * (dots - 1));
}
