import { watch } from 'node:fs';

import { build } from './build/index.js';
import { inRoot } from './lib/paths.js';
import { Failure } from './lib/run.js';
import { program } from './lib/step.js';

/** What the build reads; each step skips itself where its own inputs are the same. */
const sources = ['ts', 'crates', 'scripts/build'];

/** Editors write several files at once, and one file more than once. */
const QUIET_MS = 200;

/** Build, and build again whenever a source changes, until Ctrl-C. A build that fails is reported and waits for the next change. */
await program(async () => {
  await rebuild();
  console.log(`\nWaiting for changes in ${sources.join(', ')} (Ctrl-C ends this).`);
  /** @type {NodeJS.Timeout | undefined} */
  let timer;
  let last = Promise.resolve();
  for (const folder of sources) {
    watch(inRoot(folder), { recursive: true }, () => {
      clearTimeout(timer);
      timer = setTimeout(() => void (last = last.then(rebuild)), QUIET_MS);
    });
  }
});

async function rebuild() {
  console.log();
  try {
    await build();
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    console.error(`\n${error.message}`);
  }
}
