import { fstatSync, writeSync } from 'node:fs';
import { env, stderr, stdout } from 'node:process';
import { isatty } from 'node:tty';

import picocolors from 'picocolors';

import { DataError } from '../../errors.js';

/** Colours where the stream is a terminal that has them and NO_COLOR is not set; FORCE_COLOR turns them on anyway. */
function coloursFor(stream: { readonly fd: number }) {
  if (env['NO_COLOR']) return picocolors.createColors(false);
  const isForced = env['FORCE_COLOR'] !== undefined && env['FORCE_COLOR'] !== '0';
  // Not isTTY: a pipe leaves it undefined, and createColors(undefined) guesses, with colours where CI is set.
  return picocolors.createColors(isForced || (isatty(stream.fd) && env['TERM'] !== 'dumb'));
}

/** Colours for text that `print` writes. */
export const out = coloursFor(stdout);
/** Colours for text that `notify` writes. */
export const err = coloursFor(stderr);

const STDOUT = 1;

/** The reader of standard output has gone, as after `| head`: a reason to stop, but not a failure. */
export class ClosedOutput extends DataError {}

/**
 * Writes text to standard output; resolves when all of it is written.
 *
 * @throws ClosedOutput when the reader has gone, DataError where standard output cannot be written
 */
export async function print(text: string): Promise<void> {
  try {
    await write(Buffer.from(text));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const isClosed = reason.includes('EPIPE');
    const details = {
      code: isClosed ? 'output-closed' : 'output',
      operation: 'output',
      actual: 'standard output cannot be written',
      expected: `the system says ${reason}`,
      remedy: 'make room, or send it elsewhere',
    };
    throw isClosed ? new ClosedOutput(details, { cause }) : new DataError(details, { cause });
  }
}

async function write(bytes: Uint8Array): Promise<void> {
  // A full disk may take only some of the bytes. Node's streams take that for success, so files are written here.
  if (fstatSync(STDOUT).isFile()) {
    for (let at = 0; at < bytes.length;) at += writeSync(STDOUT, bytes, at);
    return;
  }
  await new Promise<void>((resolve, reject) => {
    stdout.write(bytes, (error) => (error ? reject(error) : resolve()));
  });
}

/** Writes one value as JSON, indented, to standard output; typed arrays become lists. */
export async function printJson(value: unknown): Promise<void> {
  const plain = (_: string, one: unknown) =>
    ArrayBuffer.isView(one) ? Array.from(one as Float64Array) : one;
  await print(`${JSON.stringify(value, plain, 2)}\n`);
}

/** Writes a line for the user to standard error. */
export function notify(line: string): void {
  stderr.write(`${line}\n`);
}

/**
 * Keeps a closed stream from ending the program: `print` reports failures of standard output by itself, and work goes on
 * when nobody reads standard error.
 */
export function ignoreClosedStreams(): void {
  stdout.on('error', () => undefined);
  stderr.on('error', () => undefined);
}
