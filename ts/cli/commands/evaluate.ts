import type { Command } from 'commander';

import { DataError } from '../../errors.js';
import { sizeOf } from '../../shape.js';
import { countSamples, sampleSize } from '../data/dataset.js';
import { loadDataSet } from '../data/load.js';
import { standardized } from '../data/standardize.js';
import { examples } from '../help.js';
import { classesOf, loadModel } from '../model-file.js';
import { print, printJson } from '../terminal/output.js';
import { figuresText } from '../training/result.js';
import { missing as readMissing } from '../values.js';

interface EvaluateOptions {
  readonly target?: string;
  readonly missing?: 'error' | 'drop' | number;
  readonly json?: boolean;
}

export function define(command: Command): void {
  command
    .argument('<model>', 'a .safetensors file that train or save wrote')
    .argument('<data>', 'as for train; of a data set with a test part, that is taken')
    .option('--target <column>', 'of a table (default: as in training)')
    .option('--missing <what>', 'for missing cells of a table: error, drop or a number', readMissing)
    .option('--json', 'as JSON')
    .addHelpText('after', () => examples(['ferrograd evaluate mnist.safetensors mnist']))
    .action(async (path: string, source: string, { target, missing, json }: EvaluateOptions) => {
      const model = await loadModel('evaluate', path);
      const { net, notes } = model;
      const { name, train, test } = await loadDataSet(source, {
        command: 'evaluate',
        seed: notes?.settings.seed ?? 0,
        target: target ?? notes?.columns?.target,
        features: notes?.columns?.features,
        task: notes?.task.kind,
        classes: classesOf(model),
        missing,
      });
      const raw = test ?? train;
      const samples = notes?.scalings ? standardized(raw, notes.scalings) : raw;
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
