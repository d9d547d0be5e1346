import { writeFileAtomic } from '#platform/atomicWrite.js';
import { folderPath, makeFolder, readFile } from '#platform/files.js';

import type { NdArray } from '../../array.js';
import { checkOptions, oneOf, show } from '../../checks.js';
import { type Bytes, toBytes } from '../../bytes.js';
import { ArgumentError, DataError, DTypeError } from '../../errors.js';
import type { ReadArray } from '../../files/index.js';
import type { Checkpoint } from './checkpoint.js';
import { checkNames, decodeCheckpoint, encodeCheckpoint, isOfTraining, tensorName } from './checkpoint.js';
import type { Plan } from '../compile/plan.js';
import { foreignParameters } from './foreignParameters.js';

/** Where a file is: a path or a URL, or its content. */
export type FileSource = string | URL | Uint8Array | ArrayBuffer;

/** The file formats, loaded at the first use. Tensors in files are named by `tensorName`. */
const formats = () => import('../../files/index.js');

export async function checkpointBytes(checkpoint: Checkpoint): Promise<Bytes> {
  const { encodeSafetensors } = await formats();
  const { tensors, metadata } = encodeCheckpoint(checkpoint);
  return encodeSafetensors(tensors, metadata, 'save');
}

export async function writeCheckpoint(path: string | URL, checkpoint: Checkpoint): Promise<void> {
  checkPath(path, 'save');
  await writeFileAtomic(path, await checkpointBytes(checkpoint), 'save');
}

export async function readCheckpoint(source: FileSource): Promise<Checkpoint> {
  const { decodeArrays } = await formats();
  const [bytes, name] = await content(source, 'load');
  const { tensors, metadata } = await decodeArrays(bytes, { operation: 'load', name });
  return decodeCheckpoint(tensors, metadata, 'load');
}

/** Writes weights in the format of the path's ending: `.safetensors`, `.npz`, or a folder of `.npy` files. */
export async function writeWeights(
  path: string | URL,
  { parameters }: Plan,
  weights: readonly NdArray[],
): Promise<void> {
  checkPath(path, 'saveWeights');
  const named = parameters.map((parameter, index) => [tensorName(parameter), weights[index]] as const);
  const arrays = new Map(named.filter((entry): entry is [string, NdArray] => entry[1] !== undefined));
  const { encodeNpy, encodeNpz, encodeSafetensors } = await formats();
  const text = String(path);
  const write = (target: string | URL, bytes: Bytes) => writeFileAtomic(target, bytes, 'saveWeights');
  if (text.endsWith('.safetensors')) return write(path, encodeSafetensors(arrays, {}, 'saveWeights'));
  if (text.endsWith('.npz')) return write(path, await encodeNpz(arrays, {}, 'saveWeights'));
  if (!text.endsWith('/')) throw unknownFormat(text, 'saveWeights');
  const folder = folderPath(path);
  await makeFolder(folder, 'saveWeights');
  for (const [name, array] of arrays) {
    await write(`${folder}/${npyName(name)}`, encodeNpy(array, {}, 'saveWeights'));
  }
}

export interface LoadWeightsOptions {
  /** The library whose names and layouts the file has; `ferrograd` by default. */
  readonly from?: 'ferrograd' | 'pytorch' | 'keras' | undefined;
  /** For weights of PyTorch or Keras: the module of a layer whose name differs, such as `{ dense_1: 'classifier.0' }`. */
  readonly names?: Readonly<Record<string, string>> | undefined;
}

/** Reads one array for each parameter of the model. */
export async function readWeightFile(
  source: FileSource,
  options: LoadWeightsOptions,
  plan: Plan,
): Promise<readonly unknown[]> {
  checkOptions(options, ['from', 'names'], 'loadWeights');
  const from = oneOf(
    options.from ?? 'ferrograd',
    ['ferrograd', 'pytorch', 'keras'] as const,
    'from',
    'loadWeights',
  );
  if (from === 'ferrograd' && options.names !== undefined) {
    throw unfitOption(
      'names are given',
      'they say which module of PyTorch or Keras a layer is',
      'pass from, too',
    );
  }
  if (from !== 'ferrograd' && isFolder(source)) {
    throw unfitOption(
      `from is ${show(from)}`,
      'the source is a folder, as saveWeights writes it',
      'pass a file',
    );
  }
  const { decodeArrays, kerasWeights, pytorchWeights } = await formats();
  if (isFolder(source)) return readFolder(folderPath(source), plan);
  const [bytes, name] = await content(source, 'loadWeights');
  const { tensors } = await decodeArrays(bytes, { operation: 'loadWeights', name });
  if (from === 'pytorch') return pytorchWeights(foreignParameters(plan), tensors, options, 'loadWeights');
  if (from === 'keras') return kerasWeights(foreignParameters(plan), tensors, options, 'loadWeights');
  const own = new Map([...tensors].filter(([tensor]) => !isOfTraining(tensor)));
  const wanted = plan.parameters.map(tensorName);
  checkNames([...own.keys()], wanted, 'loadWeights');
  return wanted.map((tensor) => own.get(tensor));
}

async function readFolder(folder: string, { parameters }: Plan): Promise<readonly ReadArray[]> {
  const { decodeNpy } = await formats();
  const arrays: ReadArray[] = [];
  for (const parameter of parameters) {
    const name = npyName(tensorName(parameter));
    const [bytes] = await content(`${folder}/${name}`, 'loadWeights');
    arrays.push(decodeNpy(bytes, { operation: 'loadWeights', name }));
  }
  return arrays;
}

/** File name of a tensor, such as `dense_1.kernel.npy`. */
function npyName(tensor: string): string {
  return `${tensor.replaceAll('/', '.')}.npy`;
}

function isFolder(source: FileSource): source is string | URL {
  return (typeof source === 'string' || source instanceof URL) && String(source).endsWith('/');
}

async function content(source: FileSource, operation: string): Promise<[bytes: Bytes, name: string]> {
  if (typeof source !== 'string' && !(source instanceof URL))
    return [toBytes(source, operation), 'the content'];
  checkPath(source, operation);
  return [await readFile(source, operation), String(source)];
}

function checkPath(path: unknown, operation: string): void {
  if ((typeof path === 'string' && path !== '') || path instanceof URL) return;
  throw new DTypeError({
    code: 'path',
    operation,
    actual: `the path is ${show(path)}`,
    expected: 'it must be a path or a URL',
    remedy: "pass 'net.safetensors', for example",
  });
}

function unknownFormat(path: string, operation: string): DataError {
  return new DataError({
    code: 'file-format',
    operation,
    actual: `the path is ${show(path)}`,
    expected: 'weights are written as .safetensors, .npz or, into a folder, as .npy',
    remedy: 'change the ending; end the path with / for a folder',
  });
}

function unfitOption(actual: string, expected: string, remedy: string): ArgumentError {
  return new ArgumentError({ code: 'unfit-option', operation: 'loadWeights', actual, expected, remedy });
}
