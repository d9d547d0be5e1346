import { execPath } from 'node:process';

import { build } from './build/index.js';
import { Failure, exec } from './lib/run.js';
import { program } from './lib/step.js';
import { setUp } from './setup/index.js';

/** Set up, build, and train on handwritten digits; the arguments are the example's. */
await program(async () => {
  await setUp();
  await build();
  console.log();
  // Ctrl-C reaches the example too: it ends by itself, and we pass its exit code on.
  process.on('SIGINT', () => undefined);
  const { code } = await exec(execPath, ['--import', 'tsx', 'examples/mnist.ts', ...process.argv.slice(2)]);
  if (code !== 0) throw new Failure('', code);
});
