import { build } from './build/index.js';
import { check } from './check/index.js';
import { program } from './lib/step.js';
import { setUp } from './setup/index.js';

/** Set up, build and run every check; arguments as for check.js. */
await program(async () => {
  await setUp({ forChecks: true });
  await build();
  await check(process.argv.slice(2));
});
