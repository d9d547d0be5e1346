import type { Command } from 'commander';

import type { NdArray } from '../../../array.js';
import { DataError } from '../../../errors.js';
import { sampleCount, type LoadedSamples } from '../../data/dataset.js';
import { loadFor } from '../../data/forModel.js';
import { checkOutputs } from '../../files.js';
import { examples } from '../../help.js';
import { loadModel } from '../../modelFile.js';
import { checkPictures, savePicture } from '../../pictures.js';
import { classesOfOutputs } from '../../modelOutputs.js';
import { missing } from '../../optionValues.js';
import { metricsLine } from '../../terminal/metrics.js';
import { out, print, printJson } from '../../terminal/output.js';

interface EvaluateOptions {
  readonly target?: string;
  readonly missing?: 'error' | 'drop' | number;
  readonly confusion?: boolean;
  readonly plot?: string;
  readonly images?: string;
  readonly force?: boolean;
  readonly json?: boolean;
}

export function define(command: Command): void {
  command
    .argument('<model>', 'a .safetensors file that train or save wrote')
    .argument('<data>', 'as for train; where a data set has test data, only these are used')
    .option('--target <column>', 'target column of a table (default: as in training)')
    .option('--missing <what>', 'for missing cells of a table: error, drop or a number', missing)
    .option('--confusion', 'print which classes were predicted for which')
    .option('--plot <file>', 'picture of the confusion matrix, .svg or .png')
    .option('--images <file>', 'picture of the images with their predictions, .svg or .png')
    .option('-f, --force', 'replace pictures that exist')
    .option('--json', 'as JSON')
    .addHelpText('after', () =>
      examples([
        'ferrograd evaluate mnist.safetensors mnist --confusion',
        'ferrograd evaluate digits.safetensors digits --plot confusion.svg --images digits.png',
      ]),
    )
    .action(evaluate);
}

async function evaluate(path: string, source: string, options: EvaluateOptions): Promise<void> {
  const pictures = [options.plot, options.images];
  checkPictures('evaluate', pictures);
  await checkOutputs('evaluate', pictures, options);
  const model = await loadModel('evaluate', path);
  const { net, notes } = model;
  const data = await loadFor(model, source, { command: 'evaluate', ...options });
  const samples = data.test ?? data.train;
  const metrics = net.evaluate(samples.x, samples.y);

  const needsClasses = options.confusion === true || pictures.some((picture) => picture !== undefined);
  if (needsClasses && data.task.kind === 'values') throw noClasses();
  const predicted = needsClasses ? classesOfOutputs(net.predict(samples.x)) : undefined;
  const comparison = predicted && {
    samples,
    predicted: { data: predicted, shape: [predicted.length] },
    classes: notes?.task.names,
  };
  if (comparison) await drawComparison(comparison, options);

  const [part, count] = [data.test ? 'test' : 'all', sampleCount(samples)];
  if (options.json) {
    await printJson({ data: data.name, part, samples: count, ...metrics });
    return;
  }
  const lines = [`${metricsLine(part, metrics)} (${count.toLocaleString('en')} samples of ${data.name})`];
  if (comparison && options.confusion) lines.push('', await confusionText(comparison));
  await print(`${lines.join('\n')}\n`);
}

/** True and predicted classes. */
interface Comparison {
  readonly samples: LoadedSamples;
  readonly predicted: NdArray;
  readonly classes: readonly string[] | undefined;
}

async function confusionText({ samples, predicted, classes }: Comparison): Promise<string> {
  const { terminal } = await import('../../../plot/index.js');
  return terminal.confusionMatrix(samples.y, predicted, { classes, colours: out.isColorSupported });
}

async function drawComparison(comparison: Comparison, { plot, images }: EvaluateOptions): Promise<void> {
  if (plot === undefined && images === undefined) return;
  const { samples, predicted, classes } = comparison;
  const draw = await import('../../../plot/index.js');
  if (plot !== undefined) {
    await savePicture('evaluate', draw.confusionMatrix(samples.y, predicted, { classes }), plot);
  }
  if (images === undefined) return;
  const grid = draw.imageGrid(samples.x, { truth: samples.y, predicted, classes });
  await savePicture('evaluate', grid, images);
}

function noClasses(): DataError {
  return new DataError({
    code: 'no-classes',
    operation: 'evaluate',
    actual: 'the model predicts numbers',
    expected: 'but a confusion matrix needs classes',
    remedy: 'leave --confusion, --plot and --images out',
  });
}
