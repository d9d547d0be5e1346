import { backend, type History, type Model } from '../../../index.js';
import { sampleCount } from '../../data/dataset.js';
import { type Metrics, metricsLine, row } from '../../terminal/metrics.js';
import { out, print, printJson } from '../../terminal/output.js';
import type { TrainOptions } from './options.js';
import type { OutputPaths } from './outputs.js';
import type { Prepared } from './prepare.js';

export interface Result {
  readonly prepared: Prepared;
  readonly history: History;
  readonly seconds: number;
  /** Metrics of the epoch whose weights the model has. */
  readonly metrics: Metrics;
  /** Undefined where nothing was written. */
  readonly paths: OutputPaths | undefined;
}

/** Prints the result of a training, as text or as JSON. */
export async function printResult(result: Result, { json }: Pick<TrainOptions, 'json'>): Promise<void> {
  const { prepared, history, seconds, metrics, paths } = result;
  const { net, data, test, settings } = prepared;
  const tested = test && net.evaluate(test.x, test.y);
  if (json) {
    await printJson({
      status: history.status,
      message: history.message,
      data: data.name,
      samples: sampleCount(prepared.train),
      seed: settings.seed,
      backend,
      epochs: prepared.initialEpoch + history.epochs.length,
      seconds,
      ...metrics,
      ...(tested && { test: tested }),
      files: Object.fromEntries(written(paths, history.epochs.length)),
    });
    return;
  }
  const count = history.epochs.length;
  const lines = [
    `${out.bold(sizesOf(net))} on ${data.name}: ${count} epoch${count === 1 ? '' : 's'} in ${secondsText(seconds)} (${backend.name}, ${backend.instructionSet})`,
    ...(metrics['loss'] === undefined ? [] : [metricsLine('training', pick(metrics, ''))]),
    ...(metrics['valLoss'] === undefined ? [] : [metricsLine('validation', pick(metrics, 'val'))]),
    ...(tested ? [metricsLine('test', tested)] : []),
    ...written(paths, count).map(([what, path]) => row(what, out.cyan(path))),
  ];
  await print(`${lines.join('\n')}\n`);
}

/** The files that were written; without an epoch there is neither a history nor its picture. */
function written(paths: OutputPaths | undefined, epochs: number): [what: string, path: string][] {
  if (!paths) return [];
  const { model, history, curve } = paths;
  const ofEpochs: [string, string][] = [
    ['history', history],
    ['curve', curve],
  ];
  return [['model', model], ...(epochs > 0 ? ofEpochs : [])];
}

/** The metrics whose names have a prefix, without it: `valLoss` as `loss`. Without a prefix, those of the training. */
function pick(metrics: Metrics, prefix: string): Metrics {
  const isPicked = (name: string) => (prefix === '' ? !/^val[A-Z]/.test(name) : name.startsWith(prefix));
  return Object.fromEntries(
    Object.entries(metrics)
      .filter(([name]) => isPicked(name) && name !== 'learningRate')
      .map(([name, value]) => [
        name.charAt(prefix.length).toLowerCase() + name.slice(prefix.length + 1),
        value,
      ]),
  );
}

/** `784-30-10` for a model of dense layers; the name of others. */
function sizesOf({ parts, name }: Model): string {
  const { inputs, layers } = parts.plan;
  if (!layers.every(({ layer }) => layer.kind === 'dense')) return name;
  return [inputs[0]?.shape, ...layers.map(({ outputShape }) => outputShape)]
    .map((shape) => shape?.join('×'))
    .join('-');
}

function secondsText(seconds: number): string {
  return seconds < 10 ? `${seconds.toPrecision(2)} s` : `${Math.round(seconds)} s`;
}
