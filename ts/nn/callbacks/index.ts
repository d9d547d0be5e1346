import { csvLogger } from './csvLogger.js';
import { earlyStopping } from './earlyStopping.js';
import { log } from './log.js';
import { lossConverged } from './lossConverged.js';
import { modelCheckpoint } from './modelCheckpoint.js';
import { progress } from './progress.js';

/** Ready-made callbacks for `fit`. Any object with some of the methods of `Callback` is a callback, too. */
export const callbacks = { log, progress, earlyStopping, lossConverged, modelCheckpoint, csvLogger };
