import type { NdArray, ScaledArray } from 'ferrograd';
import { uniform } from './random.js';

export interface Samples {
  readonly x: ScaledArray<Uint8Array | Float32Array>;
  readonly y: NdArray<Uint8Array>;
}

export interface Images {
  readonly source: 'mnist' | 'synthetic';
  readonly train: Samples;
  readonly test: Samples;
}

export const INPUT_TYPES = ['u8', 'f32'] as const;
export type InputType = (typeof INPUT_TYPES)[number];

/** MNIST from FERROGRAD_DATA; without it, synthetic images of the same size. */
export async function loadImages(inputs: InputType): Promise<Images> {
  const images = await load();
  if (inputs === 'u8') return images;
  return { ...images, train: asFloats(images.train), test: asFloats(images.test) };
}

async function load(): Promise<Images> {
  if (process.env.FERROGRAD_DATA === undefined) {
    return { source: 'synthetic', train: synthetic(60_000, 1), test: synthetic(10_000, 2) };
  }
  const { mnist } = await import('ferrograd/data');
  return { source: 'mnist', ...(await mnist({ download: false })) };
}

function asFloats({ x, y }: Samples): Samples {
  const scale = x.scale ?? 1;
  return { x: { data: Float32Array.from(x.data, (value) => value * scale), shape: x.shape }, y };
}

/** Ten random patterns under noise: learnable, and as large as MNIST. */
function synthetic(count: number, seed: number): Samples {
  const pixel = uniform(0);
  const patterns = Uint8Array.from({ length: 10 * 784 }, () => 256 * pixel());
  const next = uniform(seed);
  const labels = Uint8Array.from({ length: count }, () => 10 * next());
  const data = new Uint8Array(count * 784);
  for (const [sample, label] of labels.entries()) {
    for (let i = 0; i < 784; i++) {
      if (next() >= 0.8) data[sample * 784 + i] = patterns[label * 784 + i] ?? 0;
    }
  }
  return { x: { data, shape: [count, 28, 28], scale: 1 / 255 }, y: { data: labels, shape: [count] } };
}
