import { log } from './log.js';

/** Ready-made callbacks for `fit`. */
export const callbacks = { log };
