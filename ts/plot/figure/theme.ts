/**
 * Colours that people with any colour vision tell apart (M. Okabe, K. Ito, "Color Universal Design", 2008), in an order
 * in which the first ones differ most on white; yellow, the palest, comes last.
 */
export const PALETTE = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9', '#f0e442'] as const;

/** Dashes of lines: for series beyond the number of colours, and for validation beside training. */
export const DASHES = [undefined, '6 3', '2 3'] as const;

/** Colours of text and lines. */
export const INK = '#222222';
export const FAINT_INK = '#666666';
export const GRID = '#e4e4e4';
/** Colour of the ground. */
export const GROUND = '#ffffff';
/** Colour of wrong predictions. */
export const WRONG = '#d55e00';

/** The font that pictures are measured for, and those with nearly its widths. */
export const FONT = "'DejaVu Sans', Verdana, Geneva, sans-serif";

/** Sizes of text in pixels. */
export const SIZES = { title: 16, subtitle: 13, label: 12, tick: 11 } as const;

/** The colour of a series. */
export function colourOf(index: number): string {
  return PALETTE[index % PALETTE.length] ?? INK;
}

/** The dashes of a series, which differ where colours repeat. */
export function dashOf(index: number): string | undefined {
  return DASHES[Math.floor(index / PALETTE.length) % DASHES.length];
}
