import { readdirSync, readFileSync } from 'node:fs';

import {
  type Activation,
  type Layer,
  layers,
  type Loss,
  losses,
  type Optimizer,
  optimizers,
} from 'ferrograd';

import { activationFactories } from '../../dist/nn/activations/index.js';

type Options = Readonly<Record<string, unknown>>;

/** One pass over a batch. */
interface Pass {
  outputs: number[];
  inputGradients: number[][];
  gradients: number[][];
}

/** A layer with weights and samples, flat and row-major; running statistics are the last weights. */
export interface LayerCase {
  layer: string;
  arguments: readonly unknown[];
  options: Options;
  /** Shape of one sample of each input. */
  shapes: number[][];
  samples: number;
  xs: number[][];
  dy: number[];
  weights: number[][];
  /** Absent if the pass depends on random numbers. */
  training?: Pass;
  inference?: Pass;
  /** Running statistics after the pass in training. */
  statistics?: number[][];
  /** Rate of dropout. */
  rate?: number;
}

/** An activation in rows of `width` values. */
export interface ActivationCase {
  activation: string;
  options: Options;
  width: number;
  z: number[];
  a: number[];
  da: number[];
  dz: number[];
}

export interface LossCase {
  loss: string;
  options: Options;
  outputs: number[][];
  targets: number[] | number[][];
  float32: LossValues;
  float64: LossValues;
}

/** Losses and gradients of each sample. */
interface LossValues {
  losses: number[];
  gradients: number[][];
}

/** Weights after an epoch of training. */
export interface OptimizerCase {
  optimizer: string;
  options: Options;
  float32: number[][];
  float64: number[][];
}

/** All reference cases in `test/fixtures`, by kind. */
export const references = {
  layers: [...cases<unknown>('layer').map(asLayerCase), ...imageCases()],
  activations: activationCases(),
  losses: read('losses.json').cases.map(asLossCase),
  optimizers: cases<OptimizerCase>('optimizer'),
};

/** The names in the registries, each of which needs a case. */
export const units: Record<keyof typeof references, string[]> = {
  layers: Object.keys(layers),
  activations: Object.keys(activationFactories),
  losses: Object.keys(losses),
  optimizers: Object.keys(optimizers),
};

export const makeLayer = (reference: LayerCase): Layer =>
  make(layers, reference.layer, [...reference.arguments, reference.options]) as Layer;
export const makeActivation = (name: string, options: Options = {}): Activation =>
  make(activationFactories, name, Object.keys(options).length > 0 ? [options] : []) as Activation;
export const makeLoss = (name: string, options: Options = {}): Loss =>
  make(losses, name, Object.keys(options).length > 0 ? [options] : []) as Loss;
export const makeOptimizer = (name: string, options: Options = {}): Optimizer =>
  make(optimizers, name, [options]) as Optimizer;

function make(registry: object, name: string, values: readonly unknown[]): unknown {
  const factory = (registry as Record<string, (...values: readonly unknown[]) => unknown>)[name];
  if (!factory) throw new Error(`there is a reference case for ${name}, which is not registered`);
  return factory(...values);
}

interface File {
  cases: Record<string, unknown>[];
}

/** The cases of all files that have this field. */
function cases<T>(field: string): T[] {
  const files = readdirSync(new URL('../fixtures/', import.meta.url)).filter((name) =>
    name.endsWith('.json'),
  );
  return files.flatMap((name) => {
    const { cases } = read(name) as Partial<File>;
    return (Array.isArray(cases) ? cases : []).filter((entry) => field in entry) as T[];
  });
}

function read(name: string): File {
  return JSON.parse(readFileSync(new URL(`../fixtures/${name}`, import.meta.url), 'utf8')) as File;
}

type RawPass = Omit<Pass, 'inputGradients'> & { inputGradient?: number[]; inputGradients?: number[][] };
type RawCase = Omit<LayerCase, 'training' | 'inference'> & {
  shape?: number[];
  x?: number[];
  training?: RawPass;
  inference?: RawPass;
};

/** A layer with one input may write `shape`, `x` and `inputGradient`. */
function asLayerCase(raw: unknown): LayerCase {
  const { shape = [], x = [], training, inference, ...rest } = raw as RawCase;
  return {
    ...{ arguments: [], options: {}, shapes: [shape], xs: [x], weights: [] },
    ...rest,
    ...(training && { training: asPass(training) }),
    ...(inference && { inference: asPass(inference) }),
  };
}

interface ImageFixture {
  layers: { kind: string; filters?: number; kernelSize?: number[] }[];
  x: number[][][][];
}

/** The second layers of `conv.json`, whose values `conv.test.ts` compares: here only their kinds and shapes. */
function imageCases(): LayerCase[] {
  return (read('conv.json') as unknown as ImageFixture[]).map(({ layers, x }) => {
    const { kind, filters, kernelSize, ...options } = layers.at(-1)!;
    const leading = [filters, kernelSize].filter((value) => value !== undefined);
    const shape = [x[0]!.length, x[0]![0]!.length, x[0]![0]![0]!.length];
    return {
      layer: kind,
      arguments: leading,
      options,
      shapes: [shape],
      samples: x.length,
      xs: [],
      dy: [],
      weights: [],
    };
  });
}

function asPass({ inputGradient = [], inputGradients = [inputGradient], ...rest }: RawPass): Pass {
  return { ...rest, inputGradients };
}

interface RawActivations {
  elementwise: { name: string; options: Options; z: number[]; a: number[]; slope: number[] }[];
  rowwise: { name: string; z: number[][]; a: number[][]; da: number[][]; dz: number[][] }[];
}

function activationCases(): ActivationCase[] {
  const { elementwise, rowwise } = read('activations.json') as unknown as RawActivations;
  return [
    ...elementwise.map(({ name, options, slope, z, a }) => {
      const unit =
        name === 'geluTanh'
          ? { activation: 'gelu', options: { approximate: true } }
          : { activation: name, options };
      return { ...unit, z, a, width: 1, da: z.map(() => 1), dz: slope };
    }),
    ...rowwise.map(({ name, z, a, da, dz }) => {
      const width = z[0]!.length;
      return { activation: name, options: {}, width, z: z.flat(), a: a.flat(), da: da.flat(), dz: dz.flat() };
    }),
  ];
}

function asLossCase({ name, ...rest }: Record<string, unknown>): LossCase {
  return { loss: name, ...rest } as LossCase;
}
