import { basename, extname, resolve } from 'node:path';

import { DataError } from '../../../errors.js';
import type { History, Model } from '../../../nn/index.js';
import { checkOutputs, exists, writeOutput } from '../../files.js';
import { type Notes, saveModel } from '../../modelFile.js';
import { type NumberTable, readNumbers } from '../../numberTable.js';
import { checkPictures, savePicture } from '../../pictures.js';
import { csv } from '../../table.js';
import type { Metrics } from '../../terminal/metrics.js';
import { notify } from '../../terminal/output.js';
import type { TrainOptions } from './options.js';

export interface OutputPaths {
  readonly model: string;
  readonly history: string;
  readonly curve: string;
}

type PathOptions = Pick<TrainOptions, 'out' | 'history' | 'curve' | 'resume'>;

/** Paths of the outputs, by default named after the model and beside it; a resumed model is overwritten by default. */
export function outputPaths(source: string, { out, history, curve, resume }: PathOptions): OutputPaths {
  const model = out ?? resume ?? `${basename(source, extname(source))}.safetensors`;
  const stem = model.replace(/\.safetensors$/, '');
  return { model, history: history ?? `${stem}.history.csv`, curve: curve ?? `${stem}.history.svg` };
}

/** The files that training writes. */
export class Outputs {
  /** The history of the training that this one resumes. */
  #earlier: NumberTable | undefined;

  constructor(readonly paths: OutputPaths) {}

  /** Refuses files that exist, unless they are those of the training that is resumed. */
  async check({ force, resume }: Pick<TrainOptions, 'force' | 'resume'>): Promise<void> {
    const { model, history, curve } = this.paths;
    const isResumed = resume !== undefined && resolve(resume) === resolve(model);
    checkPictures('train', [curve]);
    await checkOutputs('train', [model, history, curve], { force: force === true || isResumed });
    if (isResumed && (await exists(history))) this.#earlier = await readNumbers(history, 'train');
  }

  /** Refuses to resume a history with other metrics than this training will have. */
  checkMetrics(metrics: readonly string[]): void {
    const [actual, expected] = [[...(this.#earlier?.keys() ?? [])].join(), ['epoch', ...metrics].join()];
    if (this.#earlier && actual !== expected) throw otherColumns(this.paths.history, actual, expected);
  }

  /** Writes the model, and the history unless it has no epoch. */
  async save(net: Model, notes: Notes, history: History): Promise<void> {
    await saveModel('train', this.paths.model, net, notes);
    if (history.epochs.length > 0)
      await writeOutput('train', this.paths.history, csv(this.#withEarlier(history)));
  }

  /** Draws the history, including earlier epochs; with `isShown` in the terminal, too. */
  async draw(history: History, isShown: boolean): Promise<void> {
    if (history.epochs.length === 0) return;
    const { historyPicture, historyText } = await import('../../histories.js');
    const tables = { history: new Map(Object.entries(this.#withEarlier(history))) };
    await savePicture('train', historyPicture(tables, {}), this.paths.curve);
    if (isShown) notify(`\n${historyText(tables, {}, 'err')}\n`);
  }

  /** Metrics of an epoch, by default of the last one; none for an epoch that is in no history. */
  metrics(history: History, epoch = history.epochs.at(-1)): Metrics {
    const { epoch: epochs, ...columns } = this.#withEarlier(history);
    const index = epochs?.indexOf(epoch ?? -1) ?? -1;
    if (index < 0) return {};
    return Object.fromEntries(Object.entries(columns).map(([name, values]) => [name, values[index] ?? NaN]));
  }

  /** The columns of a history behind those of the training that it resumes. */
  #withEarlier({ epochs, history }: History): Record<string, Float64Array> {
    const first = epochs[0] ?? 0;
    const earlier = this.#earlier?.get('epoch')?.filter((epoch) => epoch < first).length ?? 0;
    const columns = Object.entries<readonly unknown[]>({ epoch: epochs, ...history });
    return Object.fromEntries(
      columns.map(([name, values]) => {
        const joined = new Float64Array(earlier + values.length);
        joined.set(this.#earlier?.get(name)?.subarray(0, earlier) ?? []);
        joined.set(values as readonly number[], earlier);
        return [name, joined];
      }),
    );
  }
}

function otherColumns(path: string, actual: string, expected: string): DataError {
  return new DataError({
    code: 'history-columns',
    operation: 'train',
    actual: `${path} has the columns ${actual}`,
    expected: `those of this training are ${expected}`,
    remedy: 'name another file with --history',
  });
}
