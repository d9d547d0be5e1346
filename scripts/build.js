import { build } from './build/index.js';
import { program } from './lib/step.js';

await program(build);
