import { readFile } from 'node:fs/promises';

import { show, unknownName } from '../../../checks.js';
import { ArgumentError, DataError } from '../../../errors.js';
import { type Layer, layers } from '../../../nn/index.js';
import { activationFactories, layerFromConfig } from '../../../nn/internal.js';
import { type Shape, sizeOf } from '../../../shape.js';

/** What the layers of a network depend on beside `--layers`. */
export interface NetworkOptions {
  /** Shape of one sample. */
  readonly sampleShape: Shape;
  readonly outputs: number;
  /** Whether there are two classes, for which one output is enough, too. */
  readonly isBinary: boolean;
  /** Activation of the hidden layers. */
  readonly activation: string;
  /** Activation of the last layer. */
  readonly outputActivation: string;
}

export interface Architecture {
  readonly inputShape: Shape;
  readonly layers: readonly Layer[];
}

const command = 'train';

/** Kinds of layers whose inputs are images [height, width, channels]. */
const imageLayers = [
  'conv2d',
  'depthwiseConv2d',
  'maxPooling2d',
  'averagePooling2d',
  'zeroPadding2d',
  'globalAveragePooling2d',
];

/**
 * Reads `--layers`: sizes of dense layers (`784-30-10`, or with activations `784-30:tanh-10`), a list of layers as JSON,
 * or the path of a .json file with such a list; by default there is one hidden layer of 32 units.
 *
 * @throws ArgumentError for a text that is none of these or does not fit the samples
 * @throws DataError for a file that cannot be read
 */
export async function readLayers(text: string | undefined, network: NetworkOptions): Promise<Architecture> {
  if (text === undefined) return denseLayers([32, network.outputs], [undefined, undefined], network);
  if (/^\s*[[{]/.test(text)) return fromJson(text, 'the layers', network);
  if (text.endsWith('.json')) return fromJson(await readJsonFile(text), text, network);
  return fromSizes(text, network);
}

function fromSizes(text: string, network: NetworkOptions): Architecture {
  const parts = text.split('-').map((part) => /^(\d+)(?::([A-Za-z]+))?$/.exec(part));
  const sizes = parts.map((part) => Number(part?.[1] ?? NaN));
  const isValid = sizes.length >= 2 && sizes.every((size) => Number.isSafeInteger(size) && size > 0);
  if (!isValid) throw unreadable(text, network);
  const activations = parts.map((part) => part?.[2]);
  for (const name of activations) {
    if (name !== undefined && !Object.hasOwn(activationFactories, name))
      throw unknownName(name, Object.keys(activationFactories), 'activation', command);
  }
  const [first, last] = [sizes[0], sizes.at(-1)];
  const features = sizeOf(network.sampleShape);
  if (first !== features)
    throw wrongSize(text, 'begin', first, `a sample has ${features} values`, example(network));
  const isSingleOutput = last === 1 && network.isBinary;
  if (last !== network.outputs && !isSingleOutput)
    throw wrongSize(text, 'end', last, `there are ${network.outputs} outputs to learn`, example(network));
  return denseLayers(sizes.slice(1), activations.slice(1), network);
}

/** Dense layers of some sizes; where no activation is given, the usual one. */
function denseLayers(
  sizes: readonly number[],
  activations: readonly (string | undefined)[],
  network: NetworkOptions,
): Architecture {
  const dense = sizes.map((size, index) => {
    const isLast = index === sizes.length - 1;
    const isSingle = size === 1 && network.isBinary;
    const usual = !isLast ? network.activation : isSingle ? 'sigmoid' : network.outputActivation;
    return layers.dense(size, { activation: (activations[index] ?? usual) as 'relu' });
  });
  return { inputShape: [sizeOf(network.sampleShape)], layers: dense };
}

function fromJson(text: string, name: string, { sampleShape }: NetworkOptions): Architecture {
  const json = parseJson(text, name);
  const isList = Array.isArray(json);
  const { inputShape, layers: list } = (isList ? { layers: json } : (json ?? {})) as Record<string, unknown>;
  if (!Array.isArray(list) || list.length === 0) throw notLayers(`${name} is ${show(json)}`);
  const created = list.map((config: unknown) => {
    const { name: layerName } = (config ?? {}) as { readonly name?: unknown };
    return layerFromConfig(config, layerName, command);
  });
  const takesImages = imageLayers.includes(created[0]?.kind ?? '');
  const usual = takesImages
    ? sampleShape.length === 2
      ? [...sampleShape, 1]
      : sampleShape
    : [sizeOf(sampleShape)];
  return { inputShape: (inputShape as Shape | undefined) ?? usual, layers: created };
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
        operation: command,
        actual: `${path} cannot be read`,
        expected: `the system says ${cause instanceof Error ? cause.message : String(cause)}`,
        remedy: 'check the path of --layers',
      },
      { cause },
    );
  });
}

const example = ({ sampleShape, outputs }: NetworkOptions) => `${sizeOf(sampleShape)}-30-${outputs}`;

function unreadable(text: string, network: NetworkOptions): ArgumentError {
  return new ArgumentError({
    code: 'layers',
    operation: command,
    actual: `the layers are ${show(text)}`,
    expected: 'they must be whole numbers of units between hyphens, from the inputs to the outputs',
    remedy: `write --layers ${example(network)}, or with activations ${sizeOf(network.sampleShape)}-30:tanh-${network.outputs}; other layers come from a .json file`,
  });
}

function wrongSize(
  text: string,
  where: 'begin' | 'end',
  size: number | undefined,
  expected: string,
  remedy: string,
): ArgumentError {
  return new ArgumentError({
    code: 'layers-fit',
    operation: command,
    actual: `the layers ${text} ${where} with ${size ?? 0}`,
    expected,
    remedy: `write --layers ${remedy}, for example`,
  });
}

function notLayers(actual: string): ArgumentError {
  return new ArgumentError({
    code: 'layers-json',
    operation: command,
    actual,
    expected: 'it must be a list of layers, or an object with inputShape and layers',
    remedy:
      'write [{"kind":"dense","units":30,"activation":"relu"},{"kind":"dense","units":10,"activation":"softmax"}], for example',
  });
}
