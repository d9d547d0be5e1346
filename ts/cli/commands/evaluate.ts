import type { Command } from 'commander';

import { DataError } from '../../errors.js';
import { sizeOf } from '../../shape.js';
import { countSamples, sampleSize } from '../data/dataset.js';
import { loadDataSet } from '../data/load.js';
import { examples } from '../help.js';
import { loadModel } from '../model-file.js';
import { print, printJson } from '../terminal/output.js';
import { figuresText } from '../training/result.js';

interface EvaluateOptions {
  readonly target?: string;
  readonly json?: boolean;
}

export function define(command: Command): void {
  command
    .argument('<model>', 'a .safetensors file that train or save wrote')
    .argument('<data>', 'as for train; of a data set with a test part, that is taken')
    .option('--json', 'as JSON')
    .addHelpText('after', () => examples(['ferrograd evaluate mnist.safetensors mnist']))
    .action(async (path: string, source: string, { json }: EvaluateOptions) => {
      const { net, notes } = await loadModel('evaluate', path);
      const { name, train, test } = await loadDataSet(source, {
        command: 'evaluate',
        seed: notes?.settings.seed ?? 0,
      });
      const samples = test ?? train;
      const wanted = sizeOf(net.inputShape);
      if (sampleSize(samples) !== wanted) throw otherData(name, sampleSize(samples), wanted);
      const figures = net.evaluate(samples.x, samples.y);
      const facts = { data: name, part: test ? 'test' : 'all', samples: countSamples(samples) };
      if (json) await printJson({ ...facts, ...figures });
      else
        await print(
          `${figuresText(test ? 'test' : 'all', figures)} (${facts.samples.toLocaleString('en')} samples of ${name})\n`,
        );
    });
}

function otherData(name: string, came: number, wanted: number): DataError {
  return new DataError({
    code: 'other-data',
    operation: 'evaluate',
    actual: `a sample of ${name} has ${came} values`,
    expected: `the model takes ${wanted}`,
    remedy: 'name data of the kind that it was trained on',
  });
}
