/** Saves a number of bytes to a path and prints the error, if there is one. Arguments: path, number. */
import { writeFileAtomic } from '../../dist/platform/node/atomicWrite.js';

const [path = '', size] = process.argv.slice(2);
try {
  await writeFileAtomic(path, new Uint8Array(Number(size)), 'save');
} catch (error) {
  const { name, code, message } = /** @type {import('ferrograd').DataError} */ (error);
  console.log(`${name} ${code}: ${message}`);
}
