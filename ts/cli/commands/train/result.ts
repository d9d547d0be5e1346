import { backend } from '../../../index.js';
import type { Evaluation } from '../../../nn/contracts.js';
import type { History } from '../../../nn/callbacks/history.js';
import type { Model } from '../../../nn/model/model.js';
import { countSamples } from '../../data/dataset.js';
import { out } from '../../terminal/colours.js';
import { print, printJson } from '../../terminal/output.js';
import type { TrainOptions } from './options.js';
import type { OutputPaths } from './outputs.js';
import type { Prepared } from './prepare.js';

export interface Result {
  readonly prepared: Prepared;
  readonly history: History;
  readonly seconds: number;
  /** Of the epoch whose weights the model has. */
  readonly figures: Figures;
  /** Absent where nothing was written. */
  readonly paths: OutputPaths | undefined;
}

/** Prints what came of a training: for people, or as JSON. */
export async function printResult(result: Result, { json }: Pick<TrainOptions, 'json'>): Promise<void> {
  const { prepared, history, seconds, figures, paths } = result;
  const { net, data, test, settings } = prepared;
  const tested = test && net.evaluate(test.x, test.y);
  if (json) {
    await printJson({
      status: history.status,
      message: history.message,
      data: data.name,
      samples: countSamples(prepared.train),
      seed: settings.seed,
      backend,
      epochs: prepared.initialEpoch + history.epochs.length,
      seconds,
      ...figures,
      ...(tested && { test: tested }),
      files: Object.fromEntries(written(paths, history.epochs.length)),
    });
    return;
  }
  const count = history.epochs.length;
  const lines = [
    `${out.bold(sizesOf(net))} on ${data.name}: ${count} epoch${count === 1 ? '' : 's'} in ${secondsText(seconds)} (${backend.name}, ${backend.instructionSet})`,
    ...(figures['loss'] === undefined ? [] : [figuresText('training', pick(figures, ''))]),
    ...(figures['valLoss'] === undefined ? [] : [figuresText('validation', pick(figures, 'val'))]),
    ...(tested ? [figuresText('test', tested)] : []),
    ...written(paths, count).map(([what, path]) => row(what, out.cyan(path))),
  ];
  await print(`${lines.join('\n')}\n`);
}

/** Table and curve need an epoch. */
function written(paths: OutputPaths | undefined, epochs: number): [what: string, path: string][] {
  if (!paths) return [];
  const { model, history, curve } = paths;
  const tables: [string, string][] = [
    ['history', history],
    ['curve', curve],
  ];
  return [['model', model], ...(epochs > 0 ? tables : [])];
}

type Figures = Readonly<Record<string, number>>;

/** Figures whose names begin so, without that: `valLoss` as `loss`. */
function pick(figures: Figures, prefix: string): Figures {
  const isOwn = (name: string) => (prefix === '' ? !/^val[A-Z]/.test(name) : name.startsWith(prefix));
  return Object.fromEntries(
    Object.entries(figures)
      .filter(([name]) => isOwn(name) && name !== 'learningRate')
      .map(([name, value]) => [
        name.charAt(prefix.length).toLowerCase() + name.slice(prefix.length + 1),
        value,
      ]),
  );
}

/** `accuracy 95.41 %, loss 0.04312`, accuracy first. */
export function figuresText(what: string, figures: Evaluation | Figures): string {
  const numbers = Object.entries(figures).filter(
    (entry): entry is [string, number] => typeof entry[1] === 'number',
  );
  const order = numbers.sort(([a], [b]) => Number(a === 'loss') - Number(b === 'loss'));
  return row(what, order.map(([name, value]) => figureText(name, value)).join(', '));
}

function figureText(name: string, value: number): string {
  if (name === 'accuracy') return `accuracy ${(100 * value).toFixed(2)} %`;
  return `${name === 'r2' ? 'R²' : name} ${value.toPrecision(4)}`;
}

export function row(what: string, text: string): string {
  return `${what.padEnd(12)}${text}`;
}

/** `784-30-10` where all layers are dense; otherwise the name. */
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
