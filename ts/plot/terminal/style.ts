import { type Terminal, terminal } from '#platform/terminal.js';

import { boolean, integer } from '../../checks.js';

/** Options of everything that is drawn as text. */
export interface TextOptions {
  /** Characters in a line; those of the terminal by default, 80 on a pipe. */
  readonly width?: number | undefined;
  /** Whether to use colours; by default on a terminal, unless NO_COLOR is set. */
  readonly colours?: boolean | undefined;
}

export const TEXT_OPTIONS = ['width', 'colours'] as const;

const NARROWEST = 20;

/** The terminal, or what the options say instead. */
export function readTerminal({ width, colours }: TextOptions, operation: string): Terminal {
  const { columns, hasColours } = terminal();
  return {
    columns:
      width === undefined ? Math.max(NARROWEST, columns) : integer(width, 'width', operation, NARROWEST),
    hasColours: colours === undefined ? hasColours : boolean(colours, 'colours', operation),
  };
}

/** Of the terminal's 256 colours those nearest to the palette of pictures. */
const SERIES = [32, 166, 36, 175, 178, 74, 227] as const;

export const seriesColour = (index: number): number => SERIES[index % SERIES.length] ?? 15;

/** Text in one of 256 colours, on one of them. */
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
