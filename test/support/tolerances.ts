import type { DType } from 'ferrograd';

/**
 * Largest accepted distance of results from their reference, by operation and element type: `|a − b| ≤ t · max(1, |b|)`.
 * Each is about ten times the largest distance that was measured on any backend.
 */
export const tolerances = {
  /** Outputs and loss of a small network. */
  forward: { float32: 2e-6, float64: 1e-14 },
  /** Values and derivatives of activations and losses, which are a few last bits off. */
  formula: { float32: 1e-6, float64: 2e-15 },
  /** Outputs with the weights of another framework, which computed its own in float32. */
  imported: 1e-5,
  /** Gradients of a small network. */
  gradient: { float32: 2e-6, float64: 1e-14 },
  /** Outputs and gradients of a layer on its own. */
  layer: { float32: 1e-5, float64: 2e-14 },
  /** Gradients of convolutions and poolings, sums over the pixels of an image. */
  imageGradient: { float32: 2e-5, float64: 1e-13 },
  /** Weights after ten steps of training. */
  training: { float32: 1e-5, float64: 1e-12 },
  /** Weights after three epochs on the digits, between two backends. */
  longTraining: { float32: 1e-3, float64: 1e-10 },
  /** Samples of JPEG images, whose decoders may round differently; edges between coarse samples of colour more. */
  jpeg: { full: 3, subsampled: 8 },
  /** A product of matrices with values in [-1, 1], for each root of the number of values summed. */
  matmul: { float32: 1e-6, float64: 2e-15 },
} as const satisfies Record<string, number | Record<DType, number> | Record<'full' | 'subsampled', number>>;

/** Relative error of a whole gradient against central differences in float64. */
export const centralDifference = 1e-6;
