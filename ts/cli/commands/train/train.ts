import { dirname, resolve } from 'node:path';
import { stderr } from 'node:process';

import { callbacks, type EarlyStopping } from '../../../index.js';
import type { History } from '../../../nn/callbacks/history.js';
import { countSamples, sampleShape } from '../../data/dataset.js';
import { type Interruption, listen } from './interrupt.js';
import type { Notes } from '../../modelFile.js';
import { err } from '../../terminal/colours.js';
import { tell } from '../../terminal/output.js';
import type { TrainOptions } from './options.js';
import { outputPaths, Outputs } from './outputs.js';
import { type Prepared, prepare } from './prepare.js';
import { progress } from './progress.js';
import { printResult } from './result.js';
import { Watch } from './watch.js';

/** Samples times weights of an epoch that takes a few milliseconds, beside which a callback costs nothing. */
const LONG = 3e7;

/** Trains as the options say, and answers the exit code. */
export async function train(source: string, options: TrainOptions): Promise<number> {
  const outputs = new Outputs(outputPaths(source, options));
  await outputs.check(options);
  const interruption = listen(
    'Stopping after this step, and saving; Ctrl-C again ends at once.',
    dirname(resolve(outputs.paths.model)),
  );
  try {
    return await trainUntil(interruption, source, options, outputs);
  } finally {
    interruption.stop();
  }
}

async function trainUntil(
  interruption: Interruption,
  source: string,
  options: TrainOptions,
  outputs: Outputs,
): Promise<number> {
  const { signal } = interruption;
  const prepared = await prepare(source, options, signal).catch((error: unknown) => {
    if (signal.aborted) return undefined;
    throw error;
  });
  if (!prepared || signal.aborted) {
    tell('train: nothing was trained and nothing is written');
    return interruption.exitCode ?? 1;
  }
  const { net, train, validation, settings, initialEpoch } = prepared;
  const { epochs, saveEvery } = options;
  const stopping = earlyStopping(settings, validation !== undefined);
  const isLong = countSamples(train) * net.countParams() > LONG;
  const watch = new Watch(net, {
    epochs,
    isTold: !options.quiet && !isLong,
    save: (history) => outputs.save(net, notesOf(prepared, history), history),
    saveEvery,
  });
  const started = performance.now();
  const history = await net
    .fit(train.x, train.y, {
      epochs,
      initialEpoch,
      batchSize: settings.batch,
      ...(validation && { validationData: [validation.x, validation.y] }),
      signal: AbortSignal.any([signal, watch.signal]),
      callbacks: [
        { onTrainBegin: ({ figures }) => outputs.expect(figures) },
        ...(stopping ? [stopping] : []),
        ...(isLong && !options.quiet ? [progress()] : []),
      ],
    })
    .finally(() => watch.end());
  const seconds = (performance.now() - started) / 1000;
  // Without one good epoch there is nothing to keep, unless the user asked for it.
  const isKept = history.epochs.length > 0 || history.status === 'aborted';
  if (isKept) {
    await outputs.save(net, notesOf(prepared, history), history);
    await outputs.draw(history, stderr.isTTY && !options.quiet);
  }
  const hasFailed = history.status === 'diverged';
  if (history.status !== 'completed') tell(`${hasFailed ? err.red('error: ') : ''}train: ${history.message}`);
  if (interruption.exitCode !== undefined)
    tell(`go on with: ferrograd train ${source} --epochs ${options.epochs} --resume ${outputs.paths.model}`);
  await printResult(
    {
      prepared,
      history,
      seconds,
      figures: outputs.figures(history, stopping?.bestEpoch),
      paths: isKept ? outputs.paths : undefined,
    },
    options,
  );
  return interruption.exitCode ?? (hasFailed ? 1 : 0);
}

function earlyStopping({ patience }: Notes['settings'], isValidated: boolean): EarlyStopping | undefined {
  if (patience === undefined) return undefined;
  return callbacks.earlyStopping({
    patience,
    monitor: isValidated ? 'valLoss' : 'loss',
    restoreBestWeights: true,
  });
}

function notesOf({ data, scalings, settings, initialEpoch }: Prepared, { epochs }: History): Notes {
  return {
    data: data.name,
    task: data.task,
    sample: sampleShape(data.train),
    columns: data.columns,
    scalings,
    epochs: initialEpoch + epochs.length,
    settings,
  };
}
