/** Nielsen's experiment: 784-30-10, sigmoid, quadratic cost, SGD with rate 3 in batches of 10. */
export const BATCH = 10;
export const RATE = 3;

/** Floating-point operations of an epoch: outputs and weight gradients of both layers, input gradients of the second. */
export const EPOCH_FLOPS = 60_000 * 2 * (2 * (784 * 30 + 30 * 10) + 30 * 10);
