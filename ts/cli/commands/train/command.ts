import { type Command, Option } from 'commander';

import { names } from '../../data/names.js';
import { examples } from '../../help.js';
import { imageSize, missing, notNegative, positive, share, texts, unit, whole } from '../../values.js';
import type { TrainOptions } from './options.js';
import { train } from './train.js';

export function define(command: Command): void {
  command
    .argument(
      '<data>',
      `${names.join(', ')}, a table (.csv, .tsv), .npz, or a folder with one folder of images a class`,
    )
    .optionsGroup('Network:')
    .addOption(
      alone(
        '-l, --layers <text>',
        'units from inputs to outputs such as 784-30-10 or 784-30:tanh-10, or a .json file with a list of layers (default: one hidden layer of 32)',
      ),
    )
    .addOption(alone('--activation <name>', 'of the hidden layers').default('relu'))
    .addOption(alone('--dtype <type>', 'float32 or float64').default('float32'))
    .optionsGroup('Training:')
    .option('-e, --epochs <n>', 'epochs in all, those of a resumed model included', whole(1), 20)
    .option('-b, --batch <n>', 'samples in a step (default: 32)', whole(1))
    .option(
      '-o, --optimizer <name>',
      'sgd, adagrad, rmsprop, adam, adamw or nadam; with options as in sgd:momentum=0.9 (default: adam)',
      unit,
    )
    .option('-r, --rate <rate>', 'learning rate (default: that of the optimizer)', notNegative)
    .option(
      '--schedule <name>',
      'how the rate changes: cosine, step:stepSize=10, exponential:decayRate=0.96, reduceOnPlateau, …',
      unit,
    )
    .option('--loss <name>', 'by default cross-entropy for classes, meanSquaredError for values', unit)
    .option(
      '--validation <share>',
      'share of the training data kept for validation (default: the test data, else 0.2)',
      share,
    )
    .option(
      '--patience <epochs>',
      'stop after so many epochs without improvement, with the best weights',
      whole(1),
    )
    .option('--seed <n>', 'the same seed gives the same model (default: 0)', whole(0))
    .option(
      '--resume <model>',
      'go on with a model that was saved or interrupted, as if it had never stopped',
    )
    .optionsGroup('Data:')
    .option('--target <column>', 'column of a table that is to be learnt (default: the last)')
    .option('--features <columns>', 'columns to learn it from, between commas (default: all others)', texts)
    .option('--task <task>', 'classes or values (default: classes for text and few different whole numbers)')
    .option('--missing <what>', 'for missing cells: error, drop or a number (default: error)', missing)
    .option('--no-standardize', 'leave columns as they are, instead of mean 0 and deviation 1')
    .option('--size <height>x<width>', 'size that images of a folder get (default: their own)', imageSize)
    .option('--grey', 'read images of a folder without colours')
    .optionsGroup('Output:')
    .option('--out <file>', 'the model (default: <data>.safetensors)')
    .option('--history <file>', 'table of all epochs (default: <model>.history.csv)')
    .option('--curve <file>', 'picture of it, .svg or .png (default: <model>.history.svg)')
    .option('--save-every <seconds>', 'save while training goes on', positive, 60)
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
        'Ctrl-C stops after the current step and saves what is there, for --resume; a second one ends at once.',
      ),
    )
    .action(async (source: string, options: TrainOptions) => {
      process.exitCode = await train(source, options);
    });
}

/** A model that is resumed has its own. */
function alone(flags: string, description: string): Option {
  return new Option(flags, description).conflicts('resume');
}
