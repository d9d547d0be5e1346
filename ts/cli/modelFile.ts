import { readFile } from '#platform/files.js';

import { decodeArrays, encodeSafetensors } from '../files/index.js';
import { decodeCheckpoint, encodeCheckpoint } from '../nn/saving/checkpoint.js';
import { Model } from '../nn/model/model.js';
import type { Shape } from '../shape.js';
import { writeOutput } from './files.js';
import type { Columns, Task } from './data/dataset.js';
import type { Scalings } from './data/standardize.js';

/** What the command line keeps with a model, beside what `save` does; `load` passes over it. */
export interface Notes {
  /** The data set that it was trained on. */
  readonly data: string;
  readonly task: Task;
  /** Shape of one sample, as the data have it. */
  readonly sample: Shape;
  /** Where it was a table. */
  readonly columns?: Columns | undefined;
  /** What was done to its columns. */
  readonly scalings?: Scalings | undefined;
  /** Epochs that are finished. */
  readonly epochs: number;
  /** How training goes on, unless it is told otherwise. */
  readonly settings: {
    readonly batch: number;
    readonly validation?: number | undefined;
    readonly patience?: number | undefined;
    readonly seed: number;
  };
}

export interface NotedModel {
  readonly net: Model;
  /** Absent where a program saved the model. */
  readonly notes: Notes | undefined;
}

const KEY = 'ferrograd-cli';
/** Of the notes. */
const FORMAT = 1;

/** Writes a model as `save` does, with the notes in the metadata of the file. */
export async function saveModel(command: string, path: string, net: Model, notes: Notes): Promise<void> {
  const { tensors, metadata } = encodeCheckpoint(net.parts);
  await writeOutput(
    command,
    path,
    encodeSafetensors(tensors, { ...metadata, [KEY]: JSON.stringify({ format: FORMAT, ...notes }) }, command),
  );
}

/**
 * The model of a file, with its notes.
 *
 * @throws DataError for a file that is missing, broken or holds no model
 */
export async function loadModel(command: string, path: string): Promise<NotedModel> {
  const bytes = await readFile(path, command);
  const { tensors, metadata } = await decodeArrays(bytes, { operation: command, name: path });
  const checkpoint = decodeCheckpoint(tensors, metadata, command);
  const { name, dtype, seed, plan } = checkpoint;
  return { net: new Model(name, dtype, seed, plan, checkpoint), notes: readNotes(metadata[KEY]) };
}

/** What cannot be read was written by another version, and the model does without. */
function readNotes(text: string | undefined): Notes | undefined {
  try {
    const { format, ...notes } = JSON.parse(text ?? '') as Notes & { readonly format: number };
    return format === FORMAT ? notes : undefined;
  } catch {
    return undefined;
  }
}

/** Names of the classes that a model tells apart; undefined where it has none. */
export function classesOf({ notes }: NotedModel): readonly string[] | undefined {
  return notes?.task.kind === 'classes' ? notes.task.names : undefined;
}

/** Shape of the samples that a model was trained on; of models of programs, that of their input. */
export function sampleOf({ net, notes }: NotedModel): Shape {
  return notes?.sample ?? net.inputShape;
}
