import { axisX, axisY, frame, gridX, gridY, type Mark, plot } from '#vendor/charts.js';

import { svg, svgDocument, SvgElement } from '../svg/element.js';
import { textWidth } from './measure.js';
import type { Scale } from './scale.js';
import { FAINT_INK, GRID, INK, SIZES } from './theme.js';

/** A chart with two axes, as a part of a picture. */
export interface PanelSpec {
  readonly width: number;
  readonly height: number;
  readonly x: Scale;
  readonly y: Scale;
  /** Names of the axes, with units. */
  readonly xLabel?: string | undefined;
  readonly yLabel?: string | undefined;
  /** Above the chart. */
  readonly title?: string | undefined;
  readonly marks: readonly Mark[];
  /** Whether the ticks of x are written; not where the chart below has the same. */
  readonly xTicks?: boolean;
  /** At least so wide is the room left of the chart, so that charts above one another begin at the same place. */
  readonly marginLeft?: number;
  readonly grid?: boolean;
}

const TICK = 5;
const LINE = 16;

/** The room that names and ticks of the y axis take. */
export function leftMargin(y: Scale, label: string | undefined): number {
  const widest = Math.max(0, ...y.ticks.map((tick) => textWidth(y.format(tick), SIZES.tick)));
  return Math.ceil(widest) + TICK + 6 + (label === undefined ? 0 : LINE + 4);
}

/** Draws a chart whose corner is the origin. */
export function panel(spec: PanelSpec): SvgElement {
  const { width, height, x, y, xLabel, yLabel, title, marks, xTicks = true, grid = true } = spec;
  const margins = {
    marginLeft: Math.max(leftMargin(y, yLabel), spec.marginLeft ?? 0),
    marginRight: rightMargin(x),
    marginTop: title === undefined ? 8 : 10 + LINE,
    marginBottom: (xTicks ? TICK + LINE : 6) + (xLabel === undefined ? 2 : LINE + 4),
  };
  const drawn = plot({
    document: svgDocument,
    className: 'chart',
    width,
    height,
    ...margins,
    x: { type: x.type, domain: x.domain, axis: null },
    y: { type: y.type, domain: y.domain, axis: null },
    marks: [
      ...(grid ? [gridX(x.ticks, gridStyle), gridY(y.ticks, gridStyle)] : []),
      frame({ stroke: '#bbbbbb' }),
      ...marks,
      axisX(x.ticks, { ...axisStyle, tickFormat: xTicks ? x.format : () => '' }),
      axisY(y.ticks, { ...axisStyle, tickFormat: y.format }),
    ],
  });
  const group = svg('g');
  if (drawn instanceof SvgElement) for (const part of content(drawn)) group.appendChild(part);
  const inner = {
    left: margins.marginLeft,
    right: width - margins.marginRight,
    top: margins.marginTop,
    bottom: height - margins.marginBottom,
  };
  for (const label of labels(inner, { xLabel, yLabel, title, height })) group.appendChild(label);
  return group;
}

const gridStyle = { stroke: GRID, strokeOpacity: 1 };
const axisStyle = { label: null, tickSize: TICK, tickPadding: 3, fontSize: SIZES.tick, color: INK };

/** The last tick's number is centred at the end of the axis. */
function rightMargin(x: Scale): number {
  const last = x.ticks.at(-1);
  return last === undefined ? 12 : Math.max(12, Math.ceil(textWidth(x.format(last), SIZES.tick) / 2) + 3);
}

/** What the library drew, without its style sheet, which a page's policy may forbid. */
function content(drawn: SvgElement): SvgElement[] {
  return drawn.children.filter(
    (child): child is SvgElement => child instanceof SvgElement && child.tagName !== 'style',
  );
}

interface Inner {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

function labels(
  { left, right, top, bottom }: Inner,
  { xLabel, yLabel, title, height }: Pick<PanelSpec, 'xLabel' | 'yLabel' | 'title' | 'height'>,
): SvgElement[] {
  const middle = (left + right) / 2;
  const texts: SvgElement[] = [];
  if (xLabel !== undefined) {
    texts.push(svg('text', { ...labelStyle, x: middle, y: height - 6 }, xLabel));
  }
  if (yLabel !== undefined) {
    const transform = `translate(12,${(top + bottom) / 2}) rotate(-90)`;
    texts.push(svg('text', { ...labelStyle, transform }, yLabel));
  }
  if (title !== undefined) {
    texts.push(svg('text', { 'font-size': SIZES.subtitle, x: middle, y: top - 8, fill: INK }, title));
  }
  return texts;
}

const labelStyle = { 'font-size': SIZES.label, fill: FAINT_INK };
