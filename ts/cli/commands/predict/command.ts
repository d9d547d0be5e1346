import type { Command } from 'commander';

import { checkOutputs, writeOutput } from '../../files.js';
import { examples } from '../../help.js';
import { loadModel } from '../../modelFile.js';
import { missing } from '../../optionValues.js';
import { csv } from '../../table.js';
import { print, printJson } from '../../terminal/output.js';
import { readInputs } from './inputs.js';
import { predictionColumns } from './predictions.js';

interface PredictOptions {
  readonly probabilities?: boolean;
  readonly missing?: 'error' | 'drop' | number;
  readonly invert?: boolean;
  readonly out?: string;
  readonly force?: boolean;
  readonly json?: boolean;
}

export function define(command: Command): void {
  command
    .argument('<model>', 'a .safetensors file that train or save wrote')
    .argument(
      '<input>',
      'a table, .npz, an image or a folder of images; or the name of a data set, whose test data are used',
    )
    .option('--probabilities', 'also the probabilities of all classes')
    .option('--missing <what>', 'for missing cells of a table: error, drop or a number', missing)
    .option('--invert', 'invert images: the digits of MNIST are light on dark')
    .option('--out <file>', 'the table (default: standard output)')
    .option('-f, --force', 'replace a file that exists')
    .option('--json', 'one object for each sample, as JSON')
    .addHelpText('after', () =>
      examples([
        'ferrograd predict mnist.safetensors mnist | head',
        'ferrograd predict mnist.safetensors scan.png --invert',
        'ferrograd predict flowers.safetensors new-flowers.csv --probabilities --out answers.csv',
      ]),
    )
    .action(
      async (
        path: string,
        source: string,
        { probabilities = false, out, json, ...options }: PredictOptions,
      ) => {
        await checkOutputs('predict', [out], options);
        const model = await loadModel('predict', path);
        const { x, files } = await readInputs(source, model, options);
        const outputs = model.net.predict(x);
        const columns = {
          ...(files && { file: files }),
          ...predictionColumns(outputs, model.notes, probabilities),
        };
        if (out !== undefined) await writeOutput('predict', out, csv(columns));
        if (json) await printJson(rows(columns));
        else if (out === undefined) await print(csv(columns));
      },
    );
}

/** Columns as one object for each row. */
function rows(columns: ReturnType<typeof predictionColumns>): Record<string, number | string | undefined>[] {
  const entries = Object.entries(columns);
  const count = entries[0]?.[1].length ?? 0;
  return Array.from({ length: count }, (_, row) =>
    Object.fromEntries(entries.map(([name, values]) => [name, values[row]])),
  );
}
