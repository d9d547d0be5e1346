import type { Command } from 'commander';

import type { Picture } from '../../../plot/index.js';
import { checkOutputs } from '../../files.js';
import { examples } from '../../help.js';
import { historyText } from '../../histories.js';
import { texts, whole } from '../../optionValues.js';
import { checkPictures, savePicture, STDOUT } from '../../pictures.js';
import { err as colours, notify, print } from '../../terminal/output.js';
import { drawTables, readHistories, type PlotTableOptions } from './tables.js';

interface PlotOptions extends PlotTableOptions {
  readonly out?: string;
  readonly terminal?: boolean;
  readonly data?: string;
  readonly force?: boolean;
}

export function define(command: Command): void {
  command
    .argument(
      '<files...>',
      'histories of train or solutions of ode, several of one kind to compare them; or a model',
    )
    .option('--out <file>', 'the picture, .svg or .png, or - for standard output (default: <file>.svg)')
    .option('-t, --terminal', 'draw a history in the terminal instead')
    .option('--title <text>', 'text above the picture')
    .option('--width <pixels>', 'width of the picture', whole(160))
    .option('--figures <names>', 'metrics of a history to draw, such as loss,accuracy', texts)
    .option('--log', 'logarithmic axis of epochs')
    .option('--log-loss', 'logarithmic axis of the loss')
    .option('--phase [states]', 'two states of a solution against each other, such as x,y')
    .option(
      '--data <data>',
      'points to draw with a model of two inputs (default: the data set that it was trained on, if it has a name)',
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
    await print(`${historyText(await readHistories(files), options, 'out')}\n`);
    return;
  }
  const path = out ?? `${first.replace(/\.\w+$/, '')}.svg`;
  checkPictures('plot', [path]);
  if (path !== STDOUT) await checkOutputs('plot', [path], options);
  await savePicture('plot', await draw(files, data, options), path);
  if (path !== STDOUT) notify(colours.cyan(path));
}

/** Draws a model or tables. The library's networks are loaded only for a model: tables are drawn sooner without them. */
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
