import { Picture } from '../picture.js';
import { svg, type SvgElement } from '../svg/element.js';
import { legend, type LegendEntry } from './legend.js';
import { fitted } from './measure.js';
import { FONT, GROUND, INK, SIZES } from './theme.js';

/** A part of a picture at its place below the title and the legend. */
export interface Placed {
  readonly element: SvgElement;
  readonly x: number;
  readonly y: number;
}

export interface FigureSpec {
  readonly title: string;
  /** Size of the parts together. */
  readonly width: number;
  readonly height: number;
  readonly legend?: readonly LegendEntry[];
  readonly parts: readonly Placed[];
}

const EDGE = 12;

/** The whole picture: title, legend, parts, on white. */
export function figure({ title, width, height, legend: entries = [], parts }: FigureSpec): Picture {
  const total = width + 2 * EDGE;
  const root = svg('svg', { xmlns: 'http://www.w3.org/2000/svg' });
  const content: SvgElement[] = [];
  let y = EDGE;
  if (title !== '') {
    const text = fitted(title, SIZES.title, width);
    content.push(svg('text', { x: total / 2, y: y + SIZES.title - 2, 'font-size': SIZES.title }, text));
    y += SIZES.title + 10;
  }
  if (entries.length > 0) {
    const { element, height } = legend(entries, width);
    content.push(svg('g', { transform: `translate(${EDGE},${y})` }, element));
    y += height + 6;
  }
  for (const part of parts) {
    content.push(svg('g', { transform: `translate(${EDGE + part.x},${y + part.y})` }, part.element));
  }
  const all = Math.ceil(y + height + EDGE / 2);
  const attributes = {
    ...{ width: total, height: all, viewBox: `0 0 ${total} ${all}` },
    ...{ role: 'img', 'aria-label': title || null },
    ...{ 'font-family': FONT, 'font-size': SIZES.tick, 'text-anchor': 'middle', fill: INK, color: INK },
  };
  for (const [name, value] of Object.entries(attributes)) if (value !== null) root.setAttribute(name, value);
  root.appendChild(svg('rect', { width: total, height: all, fill: GROUND }));
  for (const element of content) root.appendChild(element);
  return new Picture(String(root), total, all);
}

/** Parts one below the other. */
export function stacked(parts: readonly { element: SvgElement; height: number }[], gap = 8) {
  let y = 0;
  const placed = parts.map(({ element, height }) => {
    const place = { element, x: 0, y };
    y += height + gap;
    return place;
  });
  return { parts: placed, height: Math.max(0, y - gap) };
}
