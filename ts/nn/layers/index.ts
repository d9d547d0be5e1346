import { activation } from './activation.js';
import { dense } from './dense.js';

/** The layers that models are made of. */
export const layers = { dense, activation };
