import { Picture } from '../picture.js';
import { svg, type SvgElement } from '../svg/element.js';
import { legend, type LegendEntry } from './legend.js';
import { fitted } from './measure.js';
import { FONT, GROUND, INK, SIZES } from './theme.js';

/** An element of a picture, with its position relative to the area below title and legend. */
export interface Placed {
  readonly element: SvgElement;
  readonly x: number;
  readonly y: number;
}

export interface FigureSpec {
  readonly title: string;
  /** Width and height of all parts together. */
  readonly width: number;
  readonly height: number;
  readonly legend?: readonly LegendEntry[];
  readonly parts: readonly Placed[];
}

/** Margin around the picture. */
const EDGE = 12;

/** Composes a picture of title, legend and parts, on white. */
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
  return new Picture(withOwnNames(String(root)), total, all);
}

/**
 * Renames the clip paths, which the charting library numbers in the order of drawing. Pictures on one page must not share
 * names, and the same picture must always be the same text, so the names are made of a hash (FNV-1a) of the content.
 */
function withOwnNames(text: string): string {
  const counted = /plot-clip-\d+/g;
  const names = [...new Set(text.match(counted))];
  if (names.length === 0) return text;
  let hash = 2166136261;
  for (const character of text.replace(counted, '')) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 16777619) >>> 0;
  }
  return text.replace(counted, (name) => `clip-${hash.toString(36)}-${names.indexOf(name)}`);
}

/** Stacks elements, one below the other. */
export function stacked(parts: readonly { element: SvgElement; height: number }[], gap = 8) {
  let y = 0;
  const placed = parts.map(({ element, height }) => {
    const part = { element, x: 0, y };
    y += height + gap;
    return part;
  });
  return { parts: placed, height: Math.max(0, y - gap) };
}
