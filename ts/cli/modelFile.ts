import { readFile } from '#platform/files.js';

import { decodeArrays, encodeSafetensors } from '../files/index.js';
import { decodeCheckpoint, encodeCheckpoint, Model } from '../nn/internal.js';
import type { Shape } from '../shape.js';
import { writeOutput } from './files.js';
import type { Columns, Task } from './data/dataset.js';
import type { Scalings } from './data/standardize.js';

/** What the command line stores in the file of a model beside what `save` stores; `load` ignores it. */
export interface Notes {
  /** Name or path of the data set that the model was trained on. */
  readonly data: string;
  readonly task: Task;
  /** Shape of one sample of the data. */
  readonly sample: Shape;
  /** Columns of the inputs and the target, where the data are a table. */
  readonly columns?: Columns | undefined;
  /** How the columns were standardized. */
  readonly scalings?: Scalings | undefined;
  /** Epochs that are finished. */
  readonly epochs: number;
  /** Options of the training, with which it is resumed unless others are given. */
  readonly settings: {
    readonly batch: number;
    readonly validation?: number | undefined;
    readonly patience?: number | undefined;
    readonly seed: number;
  };
}

export interface NotedModel {
  readonly net: Model;
  /** Undefined for a model that a program saved. */
  readonly notes: Notes | undefined;
}

/** Name of the notes in the metadata of the file. */
const KEY = 'ferrograd-cli';
/** Version of the notes; others are ignored. */
const FORMAT = 1;

/** Writes a model as `save` does, with notes in the metadata of the file. */
export async function saveModel(command: string, path: string, net: Model, notes: Notes): Promise<void> {
  const { tensors, metadata } = encodeCheckpoint(net.parts);
  await writeOutput(
    command,
    path,
    encodeSafetensors(tensors, { ...metadata, [KEY]: JSON.stringify({ format: FORMAT, ...notes }) }, command),
  );
}

/**
 * Reads the model of a file, with its notes.
 *
 * @throws DataError for a file that is missing, damaged or contains no model
 */
export async function loadModel(command: string, path: string): Promise<NotedModel> {
  const bytes = await readFile(path, command);
  const { tensors, metadata } = await decodeArrays(bytes, { operation: command, name: path });
  const checkpoint = decodeCheckpoint(tensors, metadata, command);
  const { name, dtype, seed, plan } = checkpoint;
  return { net: new Model(name, dtype, seed, plan, checkpoint), notes: readNotes(metadata[KEY]) };
}

/** The notes; undefined where there are none, or another version wrote them. */
function readNotes(text: string | undefined): Notes | undefined {
  try {
    const { format, ...notes } = JSON.parse(text ?? '') as Notes & { readonly format: number };
    return format === FORMAT ? notes : undefined;
  } catch {
    return undefined;
  }
}

/** Names of the classes that a model predicts; undefined for models of numbers and models without notes. */
export function classesOf({ notes }: NotedModel): readonly string[] | undefined {
  return notes?.task.kind === 'classes' ? notes.task.names : undefined;
}

/** Shape of the samples that a model was trained on; without notes, the shape of its input. */
export function sampleShapeOf({ net, notes }: NotedModel): Shape {
  return notes?.sample ?? net.inputShape;
}
