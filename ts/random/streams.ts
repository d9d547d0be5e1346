/**
 * Numbers of the independent random streams that one seed gives, for models and data alike. Every use of randomness has
 * a number of its own, so that no two uses ever draw the same values from one seed. Saved models depend on the numbers:
 * never change one.
 */
export const streams = {
  /** Initial weights of a model. */
  initializers: 0,
  /** Seeds of the models that are given none, after `seed(n)`. */
  modelSeeds: 1,
  spiral: 2,
  linear: 3,
  /** Which weights `gradCheck` compares. */
  gradCheck: 4,
  moons: 5,
  circles: 6,
  blobs: 7,
  split: 8,
  augment: 9,
  /** Order of the samples in one epoch of `fit`; a stream per epoch, so that training can resume at any epoch. */
  epochOrder: (epoch: number) => 16 + epoch,
  /** Order of the samples in one pass over a data set. */
  passOrder: (pass: number) => 1_000_000 + pass,
};
