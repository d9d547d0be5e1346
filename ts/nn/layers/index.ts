import { activation } from './activation.js';
import { add } from './add.js';
import { concatenate } from './concatenate.js';
import { dense } from './dense.js';
import { dropout } from './dropout.js';
import { flatten } from './flatten.js';
import { reshape } from './reshape.js';

/** The layers that models are made of. */
export const layers = {
  activation,
  add,
  concatenate,
  dense,
  dropout,
  flatten,
  reshape,
};
