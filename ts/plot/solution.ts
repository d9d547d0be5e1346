import { ruleX } from '#vendor/charts.js';

import { boolean, checkOptions, oneOf, show } from '../checks.js';
import { ArgumentError } from '../errors.js';
import { figure, stacked } from './figure/figure.js';
import type { LegendEntry } from './figure/legend.js';
import { curveMark, dotMark } from './figure/marks.js';
import { leftMargin, panel } from './figure/panel.js';
import { extentOf, SCALE_TYPES, scaleOf, type ScaleType } from './figure/scale.js';
import { colourOf, DASHES, FAINT_INK, INK } from './figure/theme.js';
import { PICTURE_OPTIONS, type PictureOptions, readPictureSize, readText, readTexts } from './input.js';
import type { Picture } from './picture.js';
import { type NamedSolution, readSolutions, smooth, type Solutions } from './solutions.js';

export interface SolutionOptions extends PictureOptions {
  /** Height of the chart; 320 by default. */
  readonly height?: number | undefined;
  /** Names of the components, such as `system.names`; y₁, y₂, … by default. */
  readonly labels?: readonly string[] | undefined;
  /** Label of the x axis; 't' by default. */
  readonly xLabel?: string | undefined;
  /** Label of the y axis; by default the name of the only component, or 'y'. */
  readonly yLabel?: string | undefined;
  /** The exact solution, drawn dashed: it returns a number, or one for each component. */
  readonly exact?: ((t: number) => number | ArrayLike<number>) | undefined;
  /** Whether each step is drawn as a dot; by default in solutions of up to 60 steps. */
  readonly steps?: boolean | undefined;
  /** Scale of the x axis: 'linear', the default, or 'log'. */
  readonly xScale?: ScaleType | undefined;
  /** Scale of the y axis: 'linear', the default, or 'log'. */
  readonly yScale?: ScaleType | undefined;
}

const OPTIONS = [
  ...PICTURE_OPTIONS,
  ...['height', 'labels', 'xLabel', 'yLabel', 'exact', 'steps', 'xScale', 'yScale'],
];

/** Up to so many steps are drawn as dots by default. */
const FEW = 60;

/**
 * Draws solutions of differential equations over time, with their events, and the exact solution where it is given.
 *
 * Several solutions, such as those of Euler's method and RK45, share a chart: components differ in colour, and solutions in
 * dashes, or in colour where there is one component. With `denseOutput` the curve is smooth between the steps.
 *
 * @param solutions what `solveIvp`, `euler`, … return; several in a list, or with a name for each
 * @throws ArgumentError, ShapeError for what is no solution, or options out of range
 * @example await solution(solveIvp(foxes, [0, 1000], [75, 110]), { labels: ['rabbits', 'foxes'] }).save('foxes.svg')
 * @example solution({ Euler: rough, RK45: fine }, { exact: (t) => 4 * Math.exp(-2 * t) })
 */
export function solution(solutions: Solutions, options: SolutionOptions = {}): Picture {
  const operation = 'solution';
  checkOptions(options, OPTIONS, operation);
  const all = readSolutions(solutions, operation);
  const components = all[0]?.y.length ?? 0;
  const labels = readTexts(options.labels, 'labels', operation, components) ?? namesOf(components);
  const width = readPictureSize(options.width, 'width', operation, 680);
  const height = readPictureSize(options.height, 'height', operation, 320);
  const xType = oneOf(options.xScale ?? 'linear', SCALE_TYPES, 'scale', operation);
  const yType = oneOf(options.yScale ?? 'linear', SCALE_TYPES, 'scale', operation);
  const exact = readExact(options.exact, operation);
  const curves = all.map(smooth);

  const times = extentOf(
    curves.map(({ t }) => t),
    xType,
  ) ?? [0, 1];
  const truth = exact && sampled(exact, times, components);
  const values = [...curves.flatMap(({ y }) => y), ...(truth?.y ?? [])];
  const x = scaleOf(times, { type: xType, nice: false, count: 8 });
  const y = scaleOf(extentOf(values, yType) ?? [1, 2], { type: yType });
  const yLabel = readText(options.yLabel, 'yLabel', operation, components === 1 ? (labels[0] ?? 'y') : 'y');
  const plane = { x, y, width: width - leftMargin(y, yLabel), height };

  const styleOf = (run: number, component: number) => {
    const isByRun = components === 1;
    return {
      colour: colourOf(isByRun ? run : component),
      dash: isByRun ? undefined : DASHES[run % DASHES.length],
    };
  };
  const lines = curves.flatMap((one, run) =>
    one.y.map((row, component) => curveMark({ x: one.t, y: row }, plane, styleOf(run, component))),
  );
  const hasSteps = options.steps === undefined ? undefined : boolean(options.steps, 'steps', operation);
  const steps = all.flatMap(({ t, y: rows }, run) =>
    (hasSteps ?? t.length <= FEW)
      ? rows.map((row, component) => {
          return dotMark({ x: t, y: row }, plane, { colour: styleOf(run, component).colour, radius: 2.5 });
        })
      : [],
  );
  const exactLines = (truth?.y ?? []).map((row) => {
    return curveMark({ x: truth?.t ?? [], y: row }, plane, { colour: INK, dash: DASHES[1], width: 1.2 });
  });
  const marks = [...eventRules(all), ...lines, ...exactLines, ...steps, ...eventDots(all, plane)];
  const xLabel = readText(options.xLabel, 'xLabel', operation, 't');
  const element = panel({ width, height, x, y, xLabel, yLabel, marks });
  const title = readText(options.title, 'title', operation, 'Solution over time');
  const entries = legendOf(all, labels, styleOf, truth !== undefined);
  return figure({ title, width, legend: entries, ...stacked([{ element, height }]) });
}

type Style = (run: number, component: number) => { colour: string; dash: string | undefined };

function legendOf(
  all: readonly NamedSolution[],
  labels: readonly string[],
  styleOf: Style,
  hasExact: boolean,
): LegendEntry[] {
  const entries: LegendEntry[] = [];
  if (labels.length > 1) {
    entries.push(
      ...labels.map((label, i): LegendEntry => ({ label, sign: 'line', colour: styleOf(0, i).colour })),
    );
  }
  if (all.length > 1) {
    const isByRun = labels.length === 1;
    entries.push(
      ...all.map(({ label }, run): LegendEntry => {
        const { colour, dash } = styleOf(run, 0);
        return { label, sign: 'line', colour: isByRun ? colour : FAINT_INK, dash };
      }),
    );
  }
  if (hasExact) {
    if (entries.length === 0) entries.push({ label: 'computed', sign: 'line', colour: colourOf(0) });
    entries.push({ label: 'exact', sign: 'line', colour: INK, dash: DASHES[1] });
  }
  if (all.some(({ events }) => events.some(({ t }) => t.length > 0))) {
    entries.push({ label: 'event', sign: 'dot', colour: INK });
  }
  return entries;
}

const eventTimes = (all: readonly NamedSolution[]) =>
  all.flatMap(({ events }) => events.flatMap(({ t }) => [...t]));

/** A vertical line at the time of each event. */
function eventRules(all: readonly NamedSolution[]) {
  const times = eventTimes(all);
  return times.length === 0 ? [] : [ruleX(times, { stroke: '#999999', strokeDasharray: DASHES[2] })];
}

/** A dot at each component of the solution at the time of each event. */
function eventDots(all: readonly NamedSolution[], plane: Parameters<typeof dotMark>[1]) {
  const points = all.flatMap(({ events }) =>
    events.flatMap(({ t, y }) =>
      Array.from(t, (time, i) => Array.from(y?.[i] ?? [], (value) => [time, value])),
    ),
  );
  const flat = points.flat();
  if (flat.length === 0) return [];
  const dots = { x: flat.map(([time = NaN]) => time), y: flat.map(([, value = NaN]) => value) };
  return [dotMark(dots, plane, { colour: INK, radius: 3.5, rim: '#ffffff' })];
}

const SUBSCRIPTS = '₀₁₂₃₄₅₆₇₈₉';

/** Default names of the components: y, or y₁, y₂, … */
export function namesOf(components: number): string[] {
  if (components === 1) return ['y'];
  return Array.from({ length: components }, (_, index) => {
    return `y${String(index + 1).replace(/\d/g, (digit) => SUBSCRIPTS[Number(digit)] ?? '')}`;
  });
}

function readExact(exact: unknown, operation: string): SolutionOptions['exact'] {
  if (exact === undefined || typeof exact === 'function') return exact as SolutionOptions['exact'];
  throw new ArgumentError({
    code: 'not-a-function',
    operation,
    actual: `exact is ${show(exact)}`,
    expected: 'it must be a function of t',
    remedy: 'pass exact: (t) => Math.exp(-t), for example',
  });
}

/** The exact solution at enough times for a smooth curve. */
function sampled(
  exact: NonNullable<SolutionOptions['exact']>,
  [low, high]: readonly [number, number],
  rows: number,
) {
  const t = Float64Array.from({ length: 400 }, (_, i) => low + ((high - low) * i) / 399);
  const values = Array.from(t, (time) => {
    const value = exact(time);
    return typeof value === 'number' ? [value] : value;
  });
  const y = Array.from({ length: rows }, (_, row) => Float64Array.from(values, (value) => value[row] ?? NaN));
  return { t, y };
}
