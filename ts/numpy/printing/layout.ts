/** The indices of an axis that are shown, with `undefined` in place of those that are left out. */
export type Shown = readonly (number | undefined)[];

export interface PrintLayout {
  /** The indices that are shown, for each axis. */
  readonly axes: readonly Shown[];
  readonly separator: string;
  readonly linewidth: number;
  /** Number of characters before the first bracket. */
  readonly indent: number;
  /** Text of the element at an index. */
  readonly word: (index: readonly number[]) => string;
}

/**
 * Lays an array out as NumPy's `_formatArray`: nested brackets, rows below each other, long rows wrapped.
 *
 *     nested(index): all axes have an index: the element's text
 *                    more than one axis is left: the rows, joined by as many line breaks as axes are left less one
 *                    the last axis: words until the line is full, then a new line with the indent
 */
export function layOut({ axes, separator, linewidth, indent, word }: PrintLayout): string {
  const bare = separator.trimEnd();

  const nested = (index: readonly number[], hanging: string, width: number): string => {
    const shown = axes[index.length];
    if (shown === undefined) return word(index);
    const inner = (i: number | undefined) =>
      i === undefined ? '...' : nested([...index, i], `${hanging} `, width - 1);
    const axesLeft = axes.length - index.length;
    if (axesLeft > 1) {
      const rows = shown.map((i) => hanging + inner(i)).join(bare + '\n'.repeat(axesLeft - 1));
      return `[${rows.slice(hanging.length)}]`;
    }
    const room = width - Math.max(bare.length, 1);
    let text = '';
    let line = hanging;
    shown.forEach((i, position) => {
      const next = inner(i);
      if (line.length + next.length > room && line.length > hanging.length) {
        text += `${line.trimEnd()}\n`;
        line = hanging;
      }
      line += position < shown.length - 1 ? next + separator : next;
    });
    return `[${(text + line).slice(hanging.length)}]`;
  };
  return nested([], ' '.repeat(indent + 1), linewidth);
}

/** The indices of an axis; with `edge`, only that many at each end, where the axis is longer than both. */
export function shownOf(size: number, edge: number | undefined): Shown {
  const all = Array.from({ length: size }, (_, i) => i);
  if (edge === undefined || size <= 2 * edge) return all;
  return [...all.slice(0, edge), undefined, ...all.slice(size - edge)];
}
