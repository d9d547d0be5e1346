import { build } from './build/index.js';
import { runTypescript } from './lib/run.js';
import { program } from './lib/step.js';

/** Build and measure; the arguments are the benchmark's (`npm run bench -- --help`). */
await program(async () => {
  await build();
  await runTypescript('bench/run.ts');
});
