import { env, stderr, stdout } from 'node:process';
import { isatty } from 'node:tty';

import picocolors from 'picocolors';

/** Colours where the stream is a terminal that has them and NO_COLOR is not set; FORCE_COLOR asks for them anyway. */
function coloursFor(stream: { readonly fd: number }) {
  if (env['NO_COLOR']) return picocolors.createColors(false);
  const isForced = env['FORCE_COLOR'] !== undefined && env['FORCE_COLOR'] !== '0';
  // Not isTTY: a pipe leaves it undefined, and createColors(undefined) guesses, with colours where CI is set.
  return picocolors.createColors(isForced || (isatty(stream.fd) && env['TERM'] !== 'dumb'));
}

/** For text that `print` writes. */
export const out = coloursFor(stdout);
/** For what `tell` writes. */
export const err = coloursFor(stderr);
