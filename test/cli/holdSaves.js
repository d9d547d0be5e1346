/**
 * Preloaded into processes of the command line (`--import`): files are saved until there is one whose name ends with
 * HOLD_AFTER, or none at all where that is empty. The next save is held for ever: its content is written, but has not got
 * its name yet. A line on standard error says so.
 */
import fs from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';

const { rename } = fs;
const last = process.env['HOLD_AFTER'] ?? '';
let isHeld = last === '';

fs.rename = async (from, to) => {
  if (isHeld) {
    process.stderr.write('a save is held\n');
    // Without anything to wait for, Node would end the process.
    setInterval(() => undefined, 1e9);
    return new Promise(() => undefined);
  }
  await rename(from, to);
  isHeld = String(to).endsWith(last);
};
syncBuiltinESMExports();
