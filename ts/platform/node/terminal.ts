import { isatty } from 'node:tty';

/** What the terminal is that text will be printed to. */
export interface Terminal {
  /** Characters in a line. */
  readonly columns: number;
  /** Whether escape sequences for colours are wanted: on a terminal, unless NO_COLOR is set. */
  readonly hasColours: boolean;
}

/** Standard output. */
export function terminal(): Terminal {
  const { stdout, env } = process;
  const isRefused = Boolean(env['NO_COLOR']) || env['TERM'] === 'dumb';
  // A width of 0 is that of a terminal that does not know its own.
  return { columns: stdout.columns || 80, hasColours: isatty(1) && !isRefused };
}
