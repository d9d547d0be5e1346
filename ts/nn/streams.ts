/** Numbers of the independent random streams that one seed gives; checkpoints depend on them. */
export const streams = {
  initializers: 0,
  /** Seeds of models that are given none, after `seed(n)`. */
  seeds: 1,
  /** One a trained epoch, so that training can go on anywhere. */
  shuffle: (epoch: number) => 16 + epoch,
};
