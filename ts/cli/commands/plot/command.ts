import type { Command } from 'commander';

import { checkOutputs } from '../../files.js';
import { examples } from '../../help.js';
import { checkPictures, savePicture, STDOUT } from '../../pictures.js';
import type { Picture } from '../../../plot/index.js';
import { drawTables, readHistories, type TableOptions } from './tables.js';
import { err as colours } from '../../terminal/colours.js';
import { print, tell } from '../../terminal/output.js';
import { texts, whole } from '../../values.js';

interface PlotOptions extends TableOptions {
  readonly out?: string;
  readonly terminal?: boolean;
  readonly data?: string;
  readonly force?: boolean;
}

export function define(command: Command): void {
  command
    .argument(
      '<files...>',
      'histories of train or solutions of ode, several of a kind to compare them; or a model',
    )
    .option('--out <file>', 'the picture, .svg or .png, or - for standard output (default: <file>.svg)')
    .option('-t, --terminal', 'draw a history in the terminal instead')
    .option('--title <text>', 'above the picture')
    .option('--width <pixels>', 'of the picture', whole(160))
    .option('--figures <names>', 'of a history, such as loss,accuracy', texts)
    .option('--log', 'logarithmic axis of epochs')
    .option('--log-loss', 'logarithmic axis of the loss')
    .option('--phase [states]', 'two states of a solution against each other, such as x,y')
    .option(
      '--data <data>',
      'points to draw with a model of two inputs (default: what it was trained on, if it is a data set by name)',
    )
    .option('-f, --force', 'replace a picture that exists')
    .addHelpText('after', () =>
      examples([
        'ferrograd plot mnist.history.csv --log --out curve.png',
        'ferrograd plot mnist.history.csv --terminal',
        'ferrograd plot sgd.history.csv adam.history.csv --figures loss --out compared.svg',
        'ferrograd plot lorenz.csv --phase x,z',
        'ferrograd plot mnist.safetensors --out weights.png',
        'ferrograd plot spiral.safetensors --out boundary.svg',
      ]),
    )
    .action(plot);
}

async function plot(files: readonly string[], { out, data, ...options }: PlotOptions): Promise<void> {
  const [first = ''] = files;
  if (options.terminal) {
    const { historyText } = await import('../../histories.js');
    await print(`${historyText(await readHistories(files), options, 'out')}\n`);
    return;
  }
  const path = out ?? `${first.replace(/\.\w+$/, '')}.svg`;
  checkPictures('plot', [path]);
  if (path !== STDOUT) await checkOutputs('plot', [path], options);
  await savePicture('plot', await draw(files, data, options), path);
  if (path !== STDOUT) tell(colours.cyan(path));
}

/** The network is loaded only for models: tables are drawn sooner without. */
async function draw(
  files: readonly string[],
  data: string | undefined,
  options: PlotOptions,
): Promise<Picture> {
  const [first = ''] = files;
  if (!first.endsWith('.safetensors')) return drawTables(files, options);
  const { drawModel } = await import('./model.js');
  return drawModel(first, data, options);
}
