import { type Terminal, terminal } from '#platform/terminal.js';

import { boolean, integer, number } from '../../checks.js';

/** Options of all that is drawn as text. */
export interface TextOptions {
  /** Characters in a line; by default the width of the terminal, or 80 on a pipe. */
  readonly width?: number | undefined;
  /** Whether to use colours; by default they are used on a terminal, unless NO_COLOR is set. */
  readonly colours?: boolean | undefined;
}

export const TEXT_OPTIONS = ['width', 'colours'] as const;

const NARROWEST = 20;
const WIDEST = 10_000;

/** Width and colours of the terminal, unless the options say otherwise. */
export function readTerminal({ width, colours }: TextOptions, operation: string): Terminal {
  const { columns, hasColours } = terminal();
  return {
    columns:
      width === undefined ? Math.max(NARROWEST, columns) : readCells(width, 'width', operation, NARROWEST),
    hasColours: colours === undefined ? hasColours : boolean(colours, 'colours', operation),
  };
}

/** Reads a number of characters or lines. */
export function readCells(value: unknown, name: string, operation: string, lowest: number): number {
  return number(integer(value, name, operation, lowest), name, operation, { highest: WIDEST });
}

/** Colours among the 256 of a terminal that are nearest to the palette of pictures. */
const SERIES = [32, 166, 36, 175, 178, 74, 227] as const;

/** The colour of a series. */
export const seriesColour = (index: number): number => SERIES[index % SERIES.length] ?? 15;

/** Text with a foreground and a background among 256 colours. */
export function painted(
  text: string,
  colours: { fore?: number | undefined; back?: number | undefined },
): string {
  const codes = [
    ...(colours.fore === undefined ? [] : [`38;5;${colours.fore}`]),
    ...(colours.back === undefined ? [] : [`48;5;${colours.back}`]),
  ];
  return codes.length === 0 ? text : `\u001b[${codes.join(';')}m${text}\u001b[0m`;
}
