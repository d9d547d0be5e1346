import { build } from './build/index.js';
import { runTypescript } from './lib/run.js';
import { program } from './lib/step.js';
import { setUp } from './setup/index.js';

/** Set up, build, and train on handwritten digits; the arguments are the example's. */
await program(async () => {
  await setUp();
  await build();
  console.log();
  await runTypescript('examples/mnist.ts');
});
