import { readFile } from 'node:fs/promises';

import { ArgumentError, DataError } from '../../../errors.js';
import { activationFactories } from '../../../nn/activations/index.js';
import { unknownName, show } from '../../../checks.js';
import { layerFromConfig } from '../../../nn/layers/fromConfig.js';
import type { Layer } from '../../../nn/layers/layer.js';
import { layers } from '../../../nn/index.js';
import { type Shape, sizeOf } from '../../../shape.js';

/** What a network is made for. */
export interface Ends {
  /** Shape of one sample. */
  readonly sample: Shape;
  readonly outputs: number;
  /** Whether there are two classes, which a single output tells apart, too. */
  readonly isBinary: boolean;
  /** Of the layers between, and of the last. */
  readonly activation: string;
  readonly outputActivation: string;
}

export interface Architecture {
  readonly inputShape: Shape;
  readonly layers: readonly Layer[];
}

const COMMAND = 'train';

/** Layers that see images, with channels last. */
const spatial = [
  'conv2d',
  'depthwiseConv2d',
  'maxPooling2d',
  'averagePooling2d',
  'zeroPadding2d',
  'globalAveragePooling2d',
];

/**
 * The layers from text: sizes of dense layers (`784-30-10`, each with its own activation as in `784-30:tanh-10`), a
 * list of layers as JSON, or the path of a .json file with one.
 *
 * @throws ArgumentError for a text that makes no sense or does not fit the samples
 * @throws DataError for a file that cannot be read
 */
export async function readLayers(text: string | undefined, ends: Ends): Promise<Architecture> {
  if (text === undefined) return chain([32, ends.outputs], [undefined, undefined], ends);
  if (/^\s*[[{]/.test(text)) return fromJson(text, 'the layers', ends);
  if (text.endsWith('.json')) return fromJson(await readJsonFile(text), text, ends);
  return fromSizes(text, ends);
}

function fromSizes(text: string, ends: Ends): Architecture {
  const parts = text.split('-').map((part) => /^(\d+)(?::([A-Za-z]+))?$/.exec(part));
  const sizes = parts.map((part) => Number(part?.[1] ?? NaN));
  const isGood = sizes.length >= 2 && sizes.every((size) => Number.isSafeInteger(size) && size > 0);
  if (!isGood) throw noSense(text, ends);
  const activations = parts.map((part) => part?.[2]);
  for (const name of activations) {
    if (name !== undefined && !Object.hasOwn(activationFactories, name))
      throw unknownName(name, Object.keys(activationFactories), 'activation', COMMAND);
  }
  const [first, last] = [sizes[0], sizes.at(-1)];
  const features = sizeOf(ends.sample);
  if (first !== features)
    throw misfit(text, 'begins', first, `a sample has ${features} values`, example(ends));
  const isOneOfTwo = last === 1 && ends.isBinary;
  if (last !== ends.outputs && !isOneOfTwo)
    throw misfit(text, 'ends', last, `there are ${ends.outputs} outputs to learn`, example(ends));
  return chain(sizes.slice(1), activations.slice(1), ends);
}

function chain(sizes: readonly number[], given: readonly (string | undefined)[], ends: Ends): Architecture {
  const chosen = sizes.map((size, index) => {
    const isLast = index === sizes.length - 1;
    const isSingle = size === 1 && ends.isBinary;
    const usual = !isLast ? ends.activation : isSingle ? 'sigmoid' : ends.outputActivation;
    return layers.dense(size, { activation: (given[index] ?? usual) as 'relu' });
  });
  return { inputShape: [sizeOf(ends.sample)], layers: chosen };
}

function fromJson(text: string, name: string, { sample }: Ends): Architecture {
  const json = parseJson(text, name);
  const isList = Array.isArray(json);
  const { inputShape, layers: list } = (isList ? { layers: json } : (json ?? {})) as Record<string, unknown>;
  if (!Array.isArray(list) || list.length === 0) throw notLayers(`${name} is ${show(json)}`);
  const made = list.map((config: unknown) => {
    const own = (config ?? {}) as { readonly name?: unknown };
    return layerFromConfig(config, own.name, COMMAND);
  });
  const seesImages = spatial.includes(made[0]?.kind ?? '');
  const usual = seesImages ? (sample.length === 2 ? [...sample, 1] : sample) : [sizeOf(sample)];
  return { inputShape: (inputShape as Shape | undefined) ?? usual, layers: made };
}

function parseJson(text: string, name: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw notLayers(`${name} cannot be read (${error instanceof Error ? error.message : String(error)})`);
  }
}

async function readJsonFile(path: string): Promise<string> {
  return readFile(path, 'utf8').catch((cause: unknown) => {
    throw new DataError(
      {
        code: 'layers-file',
        operation: COMMAND,
        actual: `${path} cannot be read`,
        expected: `the system says ${cause instanceof Error ? cause.message : String(cause)}`,
        remedy: 'check the path of --layers',
      },
      { cause },
    );
  });
}

const example = ({ sample, outputs }: Ends) => `${sizeOf(sample)}-30-${outputs}`;

function noSense(text: string, ends: Ends): ArgumentError {
  return new ArgumentError({
    code: 'layers',
    operation: COMMAND,
    actual: `the layers are ${show(text)}`,
    expected: 'they must be whole numbers of units between hyphens, from the inputs to the outputs',
    remedy: `write --layers ${example(ends)}, or with activations ${sizeOf(ends.sample)}-30:tanh-${ends.outputs}; other layers come from a .json file`,
  });
}

function misfit(
  text: string,
  where: string,
  size: number | undefined,
  fact: string,
  remedy: string,
): ArgumentError {
  return new ArgumentError({
    code: 'layers-fit',
    operation: COMMAND,
    actual: `the layers ${text} ${where === 'begins' ? 'begin' : 'end'} with ${size ?? 0}`,
    expected: fact,
    remedy: `write --layers ${remedy}, for example`,
  });
}

function notLayers(actual: string): ArgumentError {
  return new ArgumentError({
    code: 'layers-json',
    operation: COMMAND,
    actual,
    expected: 'a list of layers, or an object with inputShape and layers, is needed',
    remedy:
      'write such as [{"kind":"dense","units":30,"activation":"relu"},{"kind":"dense","units":10,"activation":"softmax"}]',
  });
}
