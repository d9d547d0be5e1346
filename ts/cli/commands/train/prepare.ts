import type { DType } from '../../../array.js';
import { oneOf } from '../../../checks.js';
import { ArgumentError, DataError } from '../../../errors.js';
import { sequential } from '../../../index.js';
import type { Model } from '../../../nn/index.js';
import { activationFactories } from '../../../nn/internal.js';
import { sizeOf } from '../../../shape.js';
import { type DataSet, sampleCount, sampleSize, type LoadedSamples } from '../../data/dataset.js';
import { loadDataSet } from '../../data/load.js';
import { split } from './split.js';
import { type Scalings, scalingsOf, standardized } from '../../data/standardize.js';
import { classesOf, loadModel, type NotedModel, type Notes } from '../../modelFile.js';
import { compile, outputActivation } from './compile.js';
import { readLayers } from './layers.js';
import type { TrainOptions } from './options.js';

/** Network, data and settings of a training. */
export interface Prepared {
  readonly net: Model;
  readonly data: DataSet;
  readonly train: LoadedSamples;
  readonly validation: LoadedSamples | undefined;
  /** Test data, where the data set has some that are not used for validation. */
  readonly test: LoadedSamples | undefined;
  readonly scalings: Scalings | undefined;
  readonly settings: Notes['settings'];
  /** Epochs that a resumed model has been trained for already. */
  readonly initialEpoch: number;
}

/** Share of the training data for validation, where the data set has no test data. */
const USUAL_SHARE = 0.2;
/** Fewer samples than this are split only on request. */
const FEW = 50;

/** Loads the data, and creates or loads the network for them. */
export async function prepare(source: string, options: TrainOptions, signal: AbortSignal): Promise<Prepared> {
  const resumed = options.resume === undefined ? undefined : await loadModel('train', options.resume);
  const initialEpoch = resumed?.notes?.epochs ?? resumed?.net.position?.epoch ?? 0;
  if (initialEpoch >= options.epochs) throw alreadyTrained(initialEpoch, options.epochs);
  const seed = options.seed ?? resumed?.notes?.settings.seed ?? 0;
  const { target, features, task, missing, size, grey } = options;
  const columns = resumed?.notes?.columns;
  const data = await loadDataSet(source, {
    command: 'train',
    seed,
    signal,
    target: target ?? columns?.target,
    features: features ?? columns?.features,
    task,
    classes: resumed && classesOf(resumed),
    missing,
    size: size ?? imageSize(resumed?.notes?.sample),
    grey: grey ?? resumed?.notes?.sample.length === 2,
  });
  const share = options.validation ?? resumed?.notes?.settings.validation;
  const raw = splitData(data, share, seed);
  const isScaled = data.columns !== undefined && options.standardize;
  const scalings = resumed
    ? resumed.notes?.scalings
    : isScaled
      ? scalingsOf(raw.train, data.task)
      : undefined;
  const splits = scalings ? mapSplits(raw, (samples) => standardized(samples, scalings)) : raw;
  const batch = options.batch ?? resumed?.notes?.settings.batch ?? Math.min(32, sampleCount(splits.train));
  const net = resumed
    ? resumedNetwork(resumed, data, options, splits)
    : await newNetwork(data, options, splits, seed);
  const patience = options.patience ?? resumed?.notes?.settings.patience;
  const settings = { batch, seed, validation: share, patience };
  return { net, data, ...splits, scalings, settings, initialEpoch };
}

type DataSplits = Pick<Prepared, 'train' | 'validation' | 'test'>;

/** Height and width of the samples of a model that was trained on images. */
function imageSize([height, width]: readonly number[] = []): readonly [number, number] | undefined {
  return height === undefined || width === undefined ? undefined : [height, width];
}

/** Validation uses the share of `--validation` of the training data; without that, the test data or the usual share. */
function splitData({ train, test, task }: DataSet, share: number | undefined, seed: number): DataSplits {
  if (share === 0) return { train, validation: undefined, test };
  if (share === undefined && test) return { train, validation: test, test: undefined };
  if (share === undefined && sampleCount(train) < FEW)
    return { train, validation: undefined, test: undefined };
  const [rest, validation] = split(train, share ?? USUAL_SHARE, task, seed);
  return { train: rest, validation, test };
}

function mapSplits(
  { train, validation, test }: DataSplits,
  map: (samples: LoadedSamples) => LoadedSamples,
): DataSplits {
  return { train: map(train), validation: validation && map(validation), test: test && map(test) };
}

async function newNetwork(
  data: DataSet,
  options: TrainOptions,
  { validation }: DataSplits,
  seed: number,
): Promise<Model> {
  const { task, train } = data;
  const { activation, epochs, rate, schedule, loss } = options;
  oneOf(activation, Object.keys(activationFactories), 'activation', 'train');
  const { inputShape, layers } = await readLayers(options.layers, {
    sampleShape: train.x.shape.slice(1),
    outputs: task.names.length,
    isBinary: task.kind === 'classes' && task.names.length === 2,
    activation,
    outputActivation: outputActivation(task, loss),
  });
  const dtype = oneOf<DType>(options.dtype, ['float32', 'float64'], 'dtype', 'train');
  const net = sequential({ inputShape, seed, dtype }, layers);
  const optimizer = options.optimizer ?? { kind: 'adam' };
  compile(net, task, { optimizer, rate, schedule, loss, epochs }, validation !== undefined);
  return net;
}

/** The loaded model, compiled again only where an option changes the optimizer, the schedule or the loss. */
function resumedNetwork(
  { net }: NotedModel,
  data: DataSet,
  options: TrainOptions,
  { validation }: DataSplits,
): Model {
  const expected = sizeOf(net.inputShape);
  if (expected !== sampleSize(data.train)) throw otherSampleSize(data, expected);
  const { training } = net.parts;
  const { rate, schedule, epochs } = options;
  const isChanged = [options.optimizer, rate, schedule, options.loss].some((option) => option !== undefined);
  if (training && !isChanged) return net;
  const optimizer = options.optimizer ?? training?.optimizer.config ?? { kind: 'adam' };
  const loss = options.loss ?? training?.losses[0]?.config;
  compile(net, data.task, { optimizer, rate, schedule, loss, epochs }, validation !== undefined);
  return net;
}

function alreadyTrained(done: number, epochs: number): ArgumentError {
  return new ArgumentError({
    code: 'epochs-done',
    operation: 'train',
    actual: `the model has been trained for ${done} epochs`,
    expected: `and --epochs ${epochs} includes these`,
    remedy: `pass --epochs ${done + epochs}, for example`,
  });
}

function otherSampleSize({ name, train }: DataSet, expected: number): DataError {
  return new DataError({
    code: 'other-data',
    operation: 'train',
    actual: `a sample of ${name} has ${sampleSize(train)} values`,
    expected: `the resumed model takes ${expected}`,
    remedy: 'name the data that it was trained on',
  });
}
