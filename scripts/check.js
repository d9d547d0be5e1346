import { check } from './check/index.js';
import { program } from './lib/step.js';

await program(() => check(process.argv.slice(2)));
