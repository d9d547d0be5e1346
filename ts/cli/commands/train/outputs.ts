import { basename, extname, resolve } from 'node:path';

import { DataError } from '../../../errors.js';
import type { History } from '../../../nn/callbacks/history.js';
import type { Model } from '../../../nn/model/model.js';
import { checkOutputs, isThere, writeOutput } from '../../files.js';
import { type NumberTable, readNumbers } from '../../numberTable.js';
import { checkPictures, savePicture } from '../../pictures.js';
import { type Notes, saveModel } from '../../modelFile.js';
import { csv } from '../../table.js';
import { tell } from '../../terminal/output.js';
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
  #earlier: NumberTable | undefined;

  constructor(readonly paths: OutputPaths) {}

  /** Refuses files that exist, unless this training continues them. */
  async check({ force, resume }: Pick<TrainOptions, 'force' | 'resume'>): Promise<void> {
    const { model, history, curve } = this.paths;
    const isContinued = resume !== undefined && resolve(resume) === resolve(model);
    checkPictures('train', [curve]);
    await checkOutputs('train', [model, history, curve], { force: force === true || isContinued });
    if (isContinued && (await isThere(history))) this.#earlier = await readNumbers(history, 'train');
  }

  /** Refuses a table with other figures than this training will have. */
  expect(figures: readonly string[]): void {
    const [came, wanted] = [[...(this.#earlier?.keys() ?? [])].join(), ['epoch', ...figures].join()];
    if (this.#earlier && came !== wanted) throw otherColumns(this.paths.history, came, wanted);
  }

  /** Writes the model, and the table where there are epochs in it. */
  async save(net: Model, notes: Notes, history: History): Promise<void> {
    await saveModel('train', this.paths.model, net, notes);
    if (history.epochs.length > 0)
      await writeOutput('train', this.paths.history, csv(this.#continued(history)));
  }

  /** Draws all epochs, those of earlier training included; in the terminal, too, where they are to be shown. */
  async draw(history: History, isShown: boolean): Promise<void> {
    if (history.epochs.length === 0) return;
    const { historyPicture } = await import('../plot/tables.js');
    const table = new Map(Object.entries(this.#continued(history)));
    await savePicture('train', historyPicture(table, {}), this.paths.curve);
    if (!isShown) return;
    const { historyText } = await import('../../histories.js');
    tell(`\n${historyText({ history: table }, {}, 'err')}\n`);
  }

  /** The figures of an epoch, also of earlier training; of the last one by default, and none of one that is unknown. */
  figures(history: History, epoch = history.epochs.at(-1)): Readonly<Record<string, number>> {
    const { epoch: epochs, ...columns } = this.#continued(history);
    const index = epochs?.indexOf(epoch ?? -1) ?? -1;
    if (index < 0) return {};
    return Object.fromEntries(Object.entries(columns).map(([name, values]) => [name, values[index] ?? NaN]));
  }

  /** Columns with the rows of earlier epochs, then of these. */
  #continued({ epochs, history }: History): Record<string, Float64Array> {
    const first = epochs[0] ?? 0;
    const before = this.#earlier?.get('epoch')?.filter((epoch) => epoch < first).length ?? 0;
    const own = Object.entries<readonly unknown[]>({ epoch: epochs, ...history });
    return Object.fromEntries(
      own.map(([name, values]) => {
        const joined = new Float64Array(before + values.length);
        joined.set(this.#earlier?.get(name)?.subarray(0, before) ?? []);
        joined.set(values as readonly number[], before);
        return [name, joined];
      }),
    );
  }
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
