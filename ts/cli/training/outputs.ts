import { readFile } from 'node:fs/promises';
import { basename, extname, resolve } from 'node:path';

import { DataError } from '../../errors.js';
import type { History } from '../../nn/history.js';
import type { Model } from '../../nn/model.js';
import { checkOutputs, isThere, writeOutput } from '../files.js';
import { type Notes, saveModel } from '../model-file.js';
import { csv } from '../table.js';
import type { TrainOptions } from './options.js';

export interface OutputPaths {
  readonly model: string;
  readonly history: string;
  readonly curve: string;
}

type PathOptions = Pick<TrainOptions, 'out' | 'history' | 'curve' | 'resume'>;

/** Beside each other, named after the model; a resumed model is continued in place. */
export function outputPaths(source: string, { out, history, curve, resume }: PathOptions): OutputPaths {
  const model = out ?? resume ?? `${basename(source, extname(source))}.safetensors`;
  const stem = model.replace(/\.safetensors$/, '');
  return { model, history: history ?? `${stem}.history.csv`, curve: curve ?? `${stem}.history.svg` };
}

/** The files that training writes. */
export class Outputs {
  /** The table of earlier training that this one continues. */
  #earlier = '';

  constructor(readonly paths: OutputPaths) {}

  /** Refuses files that exist, unless this training continues them. */
  async check({ force, resume }: Pick<TrainOptions, 'force' | 'resume'>): Promise<void> {
    const { model, history, curve } = this.paths;
    const isContinued = resume !== undefined && resolve(resume) === resolve(model);
    await checkOutputs('train', [model, history, curve], { force: force === true || isContinued });
    if (isContinued && (await isThere(history))) this.#earlier = await readFile(history, 'utf8');
  }

  /** Writes the model, and the table where there are epochs in it. */
  async save(net: Model, notes: Notes, { epochs, history }: History): Promise<void> {
    await saveModel('train', this.paths.model, net, notes);
    if (epochs.length > 0)
      await writeOutput(
        'train',
        this.paths.history,
        this.#continued({ epoch: epochs, ...numbersOf(history) }),
      );
  }

  /** Rows of earlier epochs, then those of these. */
  #continued(columns: Readonly<Record<string, readonly number[]>>): string {
    const text = csv(columns);
    if (this.#earlier === '') return text;
    const [header = '', ...rows] = this.#earlier.trimEnd().split('\n');
    const own = text.slice(0, text.indexOf('\n'));
    if (header.trimEnd() !== own) throw otherColumns(this.paths.history, header, own);
    const first = columns['epoch']?.[0] ?? 0;
    const kept = rows.filter((row) => parseInt(row, 10) < first);
    return [header, ...kept, text.slice(own.length + 1)].join('\n');
  }
}

function numbersOf(history: History['history']): Record<string, number[]> {
  return Object.fromEntries(
    Object.entries(history).filter((entry): entry is [string, number[]] => typeof entry[1]?.[0] === 'number'),
  );
}

function otherColumns(path: string, came: string, expected: string): DataError {
  return new DataError({
    code: 'history-columns',
    operation: 'train',
    actual: `${path} has the columns ${came}`,
    expected: `those of this training are ${expected}`,
    remedy: 'name another file with --history',
  });
}
