/** Numbers of the independent random streams that one seed gives; checkpoints depend on them. */
export const streams = {
  initializers: 0,
  /** Seeds of models that are given none, after `seed(n)`. */
  seeds: 1,
  /** Which weights gradCheck takes. The numbers 2 and 3 belong to the toy data. */
  gradCheck: 4,
  /** One a trained epoch, so that training can go on anywhere. */
  shuffle: (epoch: number) => 16 + epoch,
};
