import { svg, type SvgElement } from '../svg/element.js';
import { fitted, textWidth } from './measure.js';
import { INK, SIZES } from './theme.js';

/** A sign of a chart and what it means. */
export interface LegendEntry {
  readonly label: string;
  readonly colour: string;
  readonly sign: 'line' | 'dot' | 'square' | 'cross';
  readonly dash?: string | undefined;
}

/** Width of a sign. */
const SIGN = 22;
/** Space between two entries. */
const GAP = 18;
/** Height of a line. */
const LEGEND_LINE = 18;

/** Draws entries in centred lines of at most the given width. */
export function legend(
  entries: readonly LegendEntry[],
  width: number,
): { element: SvgElement; height: number } {
  const room = width - SIGN - 5;
  const fitting = entries.map((entry) => ({ ...entry, label: fitted(entry.label, SIZES.tick, room) }));
  const lines = wrapped(fitting, width);
  const element = svg('g', {
    'font-size': SIZES.tick,
    fill: INK,
    'text-anchor': 'start',
    'aria-label': 'legend',
  });
  lines.forEach((line, row) => {
    let x = (width - lineWidth(line)) / 2;
    const y = (row + 0.5) * LEGEND_LINE;
    for (const entry of line) {
      element.appendChild(sign(entry, x, y));
      element.appendChild(svg('text', { x: x + SIGN + 5, y, dy: '0.35em' }, entry.label));
      x += entryWidth(entry) + GAP;
    }
  });
  return { element, height: lines.length * LEGEND_LINE };
}

/** The entries in lines. */
function wrapped(entries: readonly LegendEntry[], width: number): LegendEntry[][] {
  const lines: LegendEntry[][] = [];
  let line: LegendEntry[] = [];
  for (const entry of entries) {
    if (line.length > 0 && lineWidth([...line, entry]) > width) lines.push((line = []));
    if (lines.length === 0) lines.push(line);
    line.push(entry);
  }
  return lines;
}

const entryWidth = ({ label }: LegendEntry) => SIGN + 5 + textWidth(label, SIZES.tick);

function lineWidth(line: readonly LegendEntry[]): number {
  return line.reduce((sum, entry) => sum + entryWidth(entry), GAP * (line.length - 1));
}

function sign({ sign, colour, dash }: LegendEntry, x: number, y: number): SvgElement {
  const middle = x + SIGN / 2;
  switch (sign) {
    case 'line':
      return svg('line', {
        ...{ x1: x, x2: x + SIGN, y1: y, y2: y },
        ...{ stroke: colour, 'stroke-width': 2, 'stroke-dasharray': dash },
      });
    case 'dot':
      return svg('circle', { cx: middle, cy: y, r: 4, fill: colour });
    case 'square':
      return svg('rect', { x: middle - 6, y: y - 6, width: 12, height: 12, fill: colour });
    case 'cross': {
      const d = `M${middle - 4},${y - 4}l8,8m-8,0l8,-8`;
      return svg('path', { d, stroke: colour, 'stroke-width': 2, fill: 'none' });
    }
  }
}
