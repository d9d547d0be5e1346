import { fstatSync, writeSync } from 'node:fs';
import { stderr, stdout } from 'node:process';

import { DataError } from '../../errors.js';

const STDOUT = 1;

/** Nobody reads any more what `print` writes, as after `| head`: reason to stop, and not a failure. */
export class ClosedOutput extends DataError {}

/**
 * Writes text to standard output; resolves when all of it is taken.
 *
 * @throws ClosedOutput when the reader has gone, DataError where it cannot be written
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
  // Streams of Node take a part that was written, as a full disk leaves it, for the whole.
  if (fstatSync(STDOUT).isFile()) {
    for (let at = 0; at < bytes.length;) at += writeSync(STDOUT, bytes, at);
    return;
  }
  await new Promise<void>((resolve, reject) => {
    stdout.write(bytes, (error) => (error ? reject(error) : resolve()));
  });
}

/** Writes one value as JSON, indented, to standard output. */
export async function printJson(value: unknown): Promise<void> {
  await print(
    `${JSON.stringify(value, (_, part: unknown) => (ArrayBuffer.isView(part) ? Array.from(part as Float64Array) : part), 2)}\n`,
  );
}

/** Writes a line for the user to standard error. */
export function tell(line: string): void {
  stderr.write(`${line}\n`);
}

/** `print` tells of failures by itself; and that nobody reads what is told is no reason to end the work. */
export function ignoreClosedStreams(): void {
  stdout.on('error', () => undefined);
  stderr.on('error', () => undefined);
}
