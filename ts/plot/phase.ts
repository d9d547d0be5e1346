import { type Mark, vector } from '#vendor/charts.js';

import { checkOptions, integer, show } from '../checks.js';
import { ArgumentError, ShapeError } from '../errors.js';
import { figure, stacked } from './figure/figure.js';
import type { LegendEntry } from './figure/legend.js';
import { dotMark, pathMark, type Plane } from './figure/marks.js';
import { leftMargin, panel } from './figure/panel.js';
import { extentOf, padded, type Scale, scaleOf } from './figure/scale.js';
import { colourOf, dashOf } from './figure/theme.js';
import { PICTURE_OPTIONS, type PictureOptions, readPictureSize, readText, readTexts } from './input.js';
import type { Picture } from './picture.js';
import { namesOf } from './solution.js';
import { readSolutions, smooth, type Solutions } from './solutions.js';

/** The equations: f(t, y), or f(t, y, dy) that writes into dy, or a compiled system. */
export type Field =
  // eslint-disable-next-line @typescript-eslint/no-invalid-void-type -- a function that writes returns nothing
  | ((t: number, y: Float64Array, dy: Float64Array) => ArrayLike<number> | number | void)
  | { readonly names: readonly string[]; rhs(t: number, y: Float64Array): Float64Array };

export interface PhaseOptions extends PictureOptions {
  /** Height of the chart; 480 by default. */
  readonly height?: number | undefined;
  /** Right-hand side of a system of two equations, whose direction arrows show. */
  readonly field?: Field | undefined;
  /** Indices of the two components that are drawn; [0, 1] by default. */
  readonly components?: readonly [number, number] | undefined;
  /** Names of all components; those of `field` or y₁, y₂, … by default. */
  readonly labels?: readonly string[] | undefined;
}

const OPTIONS = [...PICTURE_OPTIONS, 'height', 'field', 'components', 'labels'];

/**
 * Draws two components of solutions against each other, with dots at their starts, over the direction field of the
 * equations.
 *
 * @param solutions what `solveIvp` returns; several in a list, or with a name for each
 * @throws ArgumentError, ShapeError for what is no solution, components that it lacks, or options out of range
 * @example await phase(solveIvp(foxes, [0, 1000], [75, 110]), { field: foxes }).save('phase.svg')
 */
export function phase(solutions: Solutions, options: PhaseOptions = {}): Picture {
  const operation = 'phase';
  checkOptions(options, OPTIONS, operation);
  const all = readSolutions(solutions, operation);
  const size = all[0]?.y.length ?? 0;
  const [first, second] = readComponents(options.components, size, operation);
  const field = options.field === undefined ? undefined : readField(options.field, size, operation);
  const names = readTexts(options.labels, 'labels', operation, size) ?? field?.names ?? namesOf(size);
  const width = readPictureSize(options.width, 'width', operation, 560);
  const height = readPictureSize(options.height, 'height', operation, 480);

  const paths = all.map(smooth).map(({ y }) => ({ x: y[first] ?? [], y: y[second] ?? [] }));
  const x = scaleOf(padded(extentOf(paths.map((path) => path.x)) ?? [0, 1], 0.06), { nice: false });
  const y = scaleOf(padded(extentOf(paths.map((path) => path.y)) ?? [0, 1], 0.06), { nice: false });
  const [xLabel, yLabel] = [names[first], names[second]];
  const plane = { x, y, width: width - leftMargin(y, yLabel) - 12, height: height - 50 };
  const marks = [
    ...(field ? arrows(field.direction, plane) : []),
    ...paths.map((path, run) =>
      pathMark(path, plane, { colour: colourOf(run), dash: dashOf(run), width: 2 }),
    ),
    ...paths.map((path, run) => {
      const start = { x: [path.x[0] ?? NaN], y: [path.y[0] ?? NaN] };
      return dotMark(start, plane, { colour: colourOf(run), radius: 5, rim: '#ffffff' });
    }),
  ];
  const element = panel({ width, height, x, y, xLabel, yLabel, marks, grid: field === undefined });
  const title = readText(options.title, 'title', operation, 'Phase plane');
  const named = all.map(({ label }, run): LegendEntry => {
    return { label, sign: 'line', colour: colourOf(run), dash: dashOf(run) };
  });
  const start: LegendEntry = {
    label: 'start',
    sign: 'dot',
    colour: all.length === 1 ? colourOf(0) : '#666666',
  };
  const legend = [...(all.length > 1 ? named : []), start];
  return figure({ title, width, legend, ...stacked([{ element, height }]) });
}

/** Pixels between the middles of two arrows. */
const SPACING = 30;
/** Length of an arrow in pixels. */
const LENGTH = 17;
const ARROW = '#9aa7b4';

type Direction = (x: number, y: number) => readonly [number, number];

/** The direction field: arrows of one length, in the direction that a solution has on the screen. */
function arrows(direction: Direction, { x, y, width, height }: Plane): Mark[] {
  const [columns, rows] = [Math.round(width / SPACING), Math.round(height / SPACING)];
  const [perX, perY] = [width / span(x), height / span(y)];
  const points: { x: number; y: number; rotate: number }[] = [];
  for (let i = 0; i < columns * rows; i++) {
    const a = x.domain[0] + (((i % columns) + 0.5) / columns) * span(x);
    const b = y.domain[0] + ((Math.floor(i / columns) + 0.5) / rows) * span(y);
    const [dx, dy] = direction(a, b);
    const [right, up] = [dx * perX, dy * perY];
    if (!Number.isFinite(right) || !Number.isFinite(up) || (right === 0 && up === 0)) continue;
    points.push({ x: a, y: b, rotate: Math.round((Math.atan2(right, up) * 180) / Math.PI) });
  }
  const style = { length: LENGTH, anchor: 'middle', stroke: ARROW, strokeWidth: 1.1, r: 4 };
  return [vector(points, { x: 'x', y: 'y', rotate: 'rotate', ...style })];
}

const span = ({ domain: [low, high] }: Scale) => high - low;

function readField(field: unknown, size: number, operation: string) {
  if (size !== 2) {
    throw new ShapeError({
      code: 'field-size',
      operation,
      actual: `the solution has ${size} components`,
      expected: 'a direction field is drawn for systems of two equations',
      remedy: 'leave out field, or solve a system of two equations',
    });
  }
  if (typeof field === 'function') {
    const call = field as Exclude<Field, { rhs: unknown }>;
    const direction: Direction = (x, y) => {
      const dy = new Float64Array(2);
      const returned = call(0, Float64Array.of(x, y), dy);
      const [a = NaN, b = NaN] = typeof returned === 'object' ? Array.from(returned) : dy;
      return [a, b];
    };
    return { direction, names: undefined };
  }
  if (typeof field === 'object' && field !== null && 'rhs' in field && typeof field.rhs === 'function') {
    const { names } = field as Extract<Field, { rhs: unknown }>;
    const direction: Direction = (x, y) => {
      const [a = NaN, b = NaN] = (field as Extract<Field, { rhs: unknown }>).rhs(0, Float64Array.of(x, y));
      return [a, b];
    };
    return { direction, names };
  }
  throw new ArgumentError({
    code: 'field',
    operation,
    actual: `field is ${show(field)}`,
    expected: 'it must be the right-hand side of the equations: a function or a compiled system',
    remedy: 'pass what solveIvp got as its first argument',
  });
}

function readComponents(value: unknown, size: number, operation: string): [number, number] {
  const [first, second, ...others] = Array.isArray(value ?? [0, 1]) ? ((value ?? [0, 1]) as unknown[]) : [];
  const a = integer(first, 'components[0]', operation, 0);
  const b = integer(second, 'components[1]', operation, 0);
  if (others.length === 0 && a < size && b < size) return [a, b];
  throw new ArgumentError({
    code: 'components',
    operation,
    actual: others.length > 0 ? 'there are more than two components' : `components are [${a}, ${b}]`,
    expected: `they must be two of 0 to ${size - 1}`,
    remedy:
      size < 2
        ? 'draw a single component over time, with solution(…)'
        : 'pass components: [0, 1], for example',
  });
}
