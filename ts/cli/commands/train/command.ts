import { type Command, Option } from 'commander';

import { DATA_SET_NAMES } from '../../data/dataset.js';
import { examples } from '../../help.js';
import {
  config,
  imageSize,
  missing,
  notNegative,
  positive,
  share,
  texts,
  whole,
} from '../../optionValues.js';
import type { TrainOptions } from './options.js';
import { train } from './train.js';

export function define(command: Command): void {
  command
    .argument(
      '<data>',
      `${DATA_SET_NAMES.join(', ')}, a table (.csv, .tsv), .npz, or a folder with one folder of images for each class`,
    )
    .optionsGroup('Network:')
    .addOption(
      notResumed(
        '-l, --layers <text>',
        'units from inputs to outputs such as 784-30-10 or 784-30:tanh-10, or a .json file with a list of layers (default: one hidden layer of 32)',
      ),
    )
    .addOption(notResumed('--activation <name>', 'activation of the hidden layers').default('relu'))
    .addOption(notResumed('--dtype <type>', 'float32 or float64').default('float32'))
    .optionsGroup('Training:')
    .option('-e, --epochs <n>', 'number of epochs, including those of a resumed model', whole(1), 20)
    .option('-b, --batch <n>', 'samples in a step (default: 32)', whole(1))
    .option(
      '-o, --optimizer <name>',
      'sgd, adagrad, rmsprop, adam, adamw or nadam; with options as in sgd:momentum=0.9 (default: adam)',
      config,
    )
    .option('-r, --rate <rate>', 'learning rate (default: that of the optimizer)', notNegative)
    .option(
      '--schedule <name>',
      'how the rate changes: cosine, step:stepSize=10, exponential:decayRate=0.96, reduceOnPlateau, …',
      config,
    )
    .option(
      '--loss <name>',
      'loss function (default: cross-entropy for classes, meanSquaredError for values)',
      config,
    )
    .option(
      '--validation <share>',
      'share of the training data kept for validation (default: the test data, else 0.2)',
      share,
    )
    .option(
      '--patience <epochs>',
      'stop after so many epochs without improvement, and restore the best weights',
      whole(1),
    )
    .option('--seed <n>', 'the same seed gives the same model (default: 0)', whole(0))
    .option(
      '--resume <model>',
      'resume the training of a model that was saved or interrupted, as if it had never stopped',
    )
    .optionsGroup('Data:')
    .option('--target <column>', 'column of a table to be predicted (default: the last)')
    .option('--features <columns>', 'columns to predict it from, between commas (default: all others)', texts)
    .option('--task <task>', 'classes or values (default: classes for text and few different whole numbers)')
    .option('--missing <what>', 'for missing cells: error, drop or a number (default: error)', missing)
    .option('--no-standardize', 'leave columns as they are, instead of mean 0 and deviation 1')
    .option(
      '--size <height>x<width>',
      'size to which the images of a folder are resized (default: their own)',
      imageSize,
    )
    .option('--grey', 'read images of a folder without colours')
    .optionsGroup('Output:')
    .option('--out <file>', 'the model (default: <data>.safetensors)')
    .option('--history <file>', 'table of the metrics of all epochs (default: <model>.history.csv)')
    .option('--curve <file>', 'picture of that table, .svg or .png (default: <model>.history.svg)')
    .option('--save-every <seconds>', 'how often to save during training', positive, 60)
    .option('-f, --force', 'replace files that exist')
    .option('--json', 'results as JSON')
    .option('-q, --quiet', 'no progress')
    .addHelpText('after', () =>
      examples(
        [
          'ferrograd train mnist --layers 784-30-10 --activation sigmoid --loss quadratic --optimizer sgd --rate 3 --batch 10',
          'ferrograd train spiral --layers 2-64-3 --epochs 500 --rate 0.02 --schedule cosine',
          'ferrograd train flowers.csv --target species --patience 20 --epochs 500',
          'ferrograd train photos --size 32x32 --layers net.json',
          'ferrograd train digits --epochs 50 --resume digits.safetensors',
        ],
        'Ctrl-C stops after the current step and saves the model, for --resume; a second one ends at once.',
      ),
    )
    .action(async (source: string, options: TrainOptions) => {
      process.exitCode = await train(source, options);
    });
}

/** An option that is not allowed with `--resume`, as the resumed model settles it. */
function notResumed(flags: string, description: string): Option {
  return new Option(flags, description).conflicts('resume');
}
