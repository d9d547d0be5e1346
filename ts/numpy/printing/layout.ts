/** What of an axis is shown: indices, with `undefined` where some are left out. */
export type Shown = readonly (number | undefined)[];

export interface Layout {
  /** For each axis. */
  readonly axes: readonly Shown[];
  readonly separator: string;
  readonly linewidth: number;
  /** Characters before the first bracket. */
  readonly indent: number;
  readonly word: (index: readonly number[]) => string;
}

/** Nested brackets, rows under each other, long rows wrapped, as NumPy lays arrays out. */
export function layOut({ axes, separator, linewidth, indent, word }: Layout): string {
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
    shown.forEach((i, place) => {
      const next = inner(i);
      if (line.length + next.length > room && line.length > hanging.length) {
        text += `${line.trimEnd()}\n`;
        line = hanging;
      }
      line += place < shown.length - 1 ? next + separator : next;
    });
    return `[${(text + line).slice(hanging.length)}]`;
  };
  return nested([], ' '.repeat(indent + 1), linewidth);
}

/** The indices of an axis, those in its middle left out where `edge` is given and it is longer than both edges. */
export function shownOf(size: number, edge: number | undefined): Shown {
  const all = Array.from({ length: size }, (_, i) => i);
  if (edge === undefined || size <= 2 * edge) return all;
  return [...all.slice(0, edge), undefined, ...all.slice(size - edge)];
}
