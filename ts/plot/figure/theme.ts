/**
 * Colours that people with any colour vision tell apart (M. Okabe, K. Ito, "Color Universal Design", 2008), in an order
 * in which the first ones differ most on white; yellow, the palest, comes last.
 */
export const PALETTE = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9', '#f0e442'] as const;

/** Dashes of series beyond the number of colours, and of validation beside training. */
export const DASHES = [undefined, '6 3', '2 3'] as const;

export const INK = '#222222';
export const FAINT_INK = '#666666';
export const GRID = '#e4e4e4';
export const GROUND = '#ffffff';
/** For what is wrong. */
export const WRONG = '#d55e00';
export const RIGHT = '#009e73';

/** The font that pictures are measured for, and those with nearly its widths. */
export const FONT = "'DejaVu Sans', Verdana, Geneva, sans-serif";

/** Sizes of text in pixels. */
export const SIZES = { title: 16, subtitle: 13, label: 12, tick: 11 } as const;

export function colourOf(index: number): string {
  return PALETTE[index % PALETTE.length] ?? INK;
}

/** Differs where colours begin again. */
export function dashOf(index: number): string | undefined {
  return DASHES[Math.floor(index / PALETTE.length) % DASHES.length];
}
