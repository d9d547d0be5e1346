import { dirname, resolve } from 'node:path';
import { stderr } from 'node:process';

import { callbacks, type EarlyStopping, type History } from '../../../index.js';
import { sampleCount, sampleShape } from '../../data/dataset.js';
import type { Notes } from '../../modelFile.js';
import { err, notify } from '../../terminal/output.js';
import { type Interruption, listen } from './interrupt.js';
import type { TrainOptions } from './options.js';
import { outputPaths, Outputs } from './outputs.js';
import { type Prepared, prepare } from './prepare.js';
import { progress } from './progress.js';
import { printResult } from './result.js';
import { Watch } from './watch.js';

/** Samples times parameters from which on an epoch takes milliseconds, so that a callback after each costs nothing. */
const LONG_EPOCH = 3e7;

/** Trains as the options say, and returns the exit code. */
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
    notify('train: nothing was trained, and nothing is written');
    return interruption.exitCode ?? 1;
  }
  const { net, train, validation, settings, initialEpoch } = prepared;
  const { epochs, saveEvery } = options;
  const stopping = earlyStopping(settings, validation !== undefined);
  const isLong = sampleCount(train) * net.countParams() > LONG_EPOCH;
  const watch = new Watch(net, {
    epochs,
    isReported: !options.quiet && !isLong,
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
        { onTrainBegin: ({ metricNames }) => outputs.checkMetrics(metricNames) },
        ...(stopping ? [stopping] : []),
        ...(isLong && !options.quiet ? [progress()] : []),
      ],
    })
    .finally(() => watch.end());
  const seconds = (performance.now() - started) / 1000;
  // A model without a finished epoch is written only where the user stopped the training, to be resumed.
  const isKept = history.epochs.length > 0 || history.status === 'aborted';
  if (isKept) {
    await outputs.save(net, notesOf(prepared, history), history);
    await outputs.draw(history, stderr.isTTY && !options.quiet);
  }
  const hasFailed = history.status === 'diverged';
  if (history.status !== 'completed')
    notify(`${hasFailed ? err.red('error: ') : ''}train: ${history.message}`);
  if (interruption.exitCode !== undefined)
    notify(
      `resume with: ferrograd train ${source} --epochs ${options.epochs} --resume ${outputs.paths.model}`,
    );
  await printResult(
    {
      prepared,
      history,
      seconds,
      metrics: outputs.metrics(history, stopping?.bestEpoch),
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
