#!/usr/bin/env node
import { run } from './run.js';
import { ignoreClosedStreams } from './terminal/output.js';

ignoreClosedStreams();
process.exitCode = await run(process.argv.slice(2));
