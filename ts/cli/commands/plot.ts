import type { Command } from 'commander';

import { checkOutputs } from '../files.js';
import { examples } from '../help.js';
import { checkPictures, savePicture, STDOUT } from '../pictures.js';
import { drawTables, type TableOptions } from '../plotting/tables.js';
import { out as colours } from '../terminal/colours.js';
import { tell } from '../terminal/output.js';
import { texts, whole } from '../values.js';

interface PlotOptions extends TableOptions {
  readonly out?: string;
  readonly force?: boolean;
}

export function define(command: Command): void {
  command
    .argument(
      '<files...>',
      'histories that train wrote, solutions that ode wrote; several of a kind are compared',
    )
    .option('--out <file>', 'the picture, .svg or .png, or - for standard output (default: <file>.svg)')
    .option('--title <text>', 'above the picture')
    .option('--width <pixels>', 'of the picture', whole(160))
    .option('--figures <names>', 'of a history, such as loss,accuracy', texts)
    .option('--log', 'logarithmic axis of epochs')
    .option('--log-loss', 'logarithmic axis of the loss')
    .option('--phase [states]', 'two states of a solution against each other, such as x,y')
    .option('-f, --force', 'replace a picture that exists')
    .addHelpText('after', () =>
      examples([
        'ferrograd plot mnist.history.csv --log --out curve.png',
        'ferrograd plot sgd.history.csv adam.history.csv --figures loss --out compared.svg',
        'ferrograd plot lorenz.csv --phase x,z',
      ]),
    )
    .action(async (files: readonly string[], { out, ...options }: PlotOptions) => {
      const path = out ?? `${(files[0] ?? '').replace(/\.\w+$/, '')}.svg`;
      checkPictures('plot', [path]);
      if (path !== STDOUT) await checkOutputs('plot', [path], options);
      await savePicture('plot', await drawTables(files, options), path);
      if (path !== STDOUT) tell(colours.cyan(path));
    });
}
