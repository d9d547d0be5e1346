import { axisX, axisY, frame, gridX, gridY, type Mark, plot } from '#vendor/charts.js';

import { svg, svgDocument, SvgElement } from '../svg/element.js';
import { fitted, textWidth } from './measure.js';
import type { Scale } from './scale.js';
import { FAINT_INK, GRID, INK, SIZES } from './theme.js';

/** A chart with two axes. */
export interface PanelSpec {
  readonly width: number;
  readonly height: number;
  readonly x: Scale;
  readonly y: Scale;
  /** Name of the x axis, with its unit. */
  readonly xLabel?: string | undefined;
  /** Name of the y axis, with its unit. */
  readonly yLabel?: string | undefined;
  /** Title above the chart. */
  readonly title?: string | undefined;
  readonly marks: readonly Mark[];
  /** Whether the ticks of the x axis are labelled; false where the chart below has the same axis. */
  readonly xTicks?: boolean;
  /** Least width of the left margin, by which charts above one another are aligned. */
  readonly marginLeft?: number;
  /** Whether there are grid lines at the ticks; true by default. */
  readonly grid?: boolean;
}

/** Length of a tick. */
const TICK = 5;
/** Height of a line of text. */
const LINE = 16;

/** Width of the left margin: the ticks of the y axis with their numbers, and its name. */
export function leftMargin(y: Scale, label: string | undefined): number {
  const widest = Math.max(0, ...y.ticks.map((tick) => textWidth(y.format(tick), SIZES.tick)));
  return Math.ceil(widest) + TICK + 6 + (label === undefined ? 0 : LINE + 4);
}

/** Draws a chart, with its upper left corner at the origin. */
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
      axisX(x.ticks, { ...axisStyle, text: x.format, fill: xTicks ? INK : 'none' }),
      axisY(y.ticks, { ...axisStyle, text: y.format }),
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
const axisStyle = {
  label: null,
  tickSize: TICK,
  tickPadding: 3,
  fontSize: SIZES.tick,
  stroke: INK,
  fill: INK,
};

/** Width of the right margin: half of the last tick's number, which is centred at the end of the axis. */
function rightMargin(x: Scale): number {
  const last = x.ticks.at(-1);
  return last === undefined ? 12 : Math.max(12, Math.ceil(textWidth(x.format(last), SIZES.tick) / 2) + 3);
}

/** The elements that the charting library drew, without its style sheet, which the policy of a page may forbid. */
function content(drawn: SvgElement): SvgElement[] {
  return drawn.children.filter(
    (child): child is SvgElement => child instanceof SvgElement && child.tagName !== 'style',
  );
}

/** The area between the axes. */
interface Inner {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Names of the axes and the title. */
function labels(
  { left, right, top, bottom }: Inner,
  { xLabel, yLabel, title, height }: Pick<PanelSpec, 'xLabel' | 'yLabel' | 'title' | 'height'>,
): SvgElement[] {
  const middle = (left + right) / 2;
  const texts: SvgElement[] = [];
  if (xLabel !== undefined) {
    texts.push(
      svg('text', { ...labelStyle, x: middle, y: height - 6 }, fitted(xLabel, SIZES.label, right - left)),
    );
  }
  if (yLabel !== undefined) {
    const transform = `translate(12,${(top + bottom) / 2}) rotate(-90)`;
    texts.push(svg('text', { ...labelStyle, transform }, fitted(yLabel, SIZES.label, bottom - top)));
  }
  if (title !== undefined) {
    texts.push(
      svg(
        'text',
        { 'font-size': SIZES.subtitle, x: middle, y: top - 8, fill: INK },
        fitted(title, SIZES.subtitle, right - left),
      ),
    );
  }
  return texts;
}

const labelStyle = { 'font-size': SIZES.label, fill: FAINT_INK };
