import type { DType } from '../../../array.js';
import { oneOf } from '../../../checks.js';
import { ArgumentError, DataError } from '../../../errors.js';
import { sequential } from '../../../index.js';
import { activationFactories } from '../../../nn/activations/index.js';
import type { Model } from '../../../nn/model/model.js';
import { sizeOf } from '../../../shape.js';
import { type DataSet, countSamples, sampleSize, type Samples } from '../../data/dataset.js';
import { loadDataSet } from '../../data/load.js';
import { split } from './split.js';
import { type Scalings, scalingsOf, standardized } from '../../data/standardize.js';
import { classesOf, loadModel, type NotedModel, type Notes } from '../../modelFile.js';
import { compile, outputActivation } from './compile.js';
import { readLayers } from './layers.js';
import type { TrainOptions } from './options.js';

/** All that training needs. */
export interface Prepared {
  readonly net: Model;
  readonly data: DataSet;
  readonly train: Samples;
  readonly validation: Samples | undefined;
  /** Where the data come with them and validation has others. */
  readonly test: Samples | undefined;
  readonly scalings: Scalings | undefined;
  readonly settings: Notes['settings'];
  /** Epochs that are done already. */
  readonly initialEpoch: number;
}

/** Of the training data, where nothing else is there to validate with. */
const USUAL_SHARE = 0.2;
/** Sets of fewer samples are too small to be divided unasked. */
const FEW = 50;

/** Loads the data and makes, or loads, the network for them. */
export async function prepare(source: string, options: TrainOptions, signal: AbortSignal): Promise<Prepared> {
  const resumed = options.resume === undefined ? undefined : await loadModel('train', options.resume);
  const initialEpoch = resumed?.notes?.epochs ?? resumed?.net.position?.epoch ?? 0;
  if (initialEpoch >= options.epochs) throw isDone(initialEpoch, options.epochs);
  const seed = options.seed ?? resumed?.notes?.settings.seed ?? 0;
  const { target, features, task, missing, size, grey } = options;
  const known = resumed?.notes?.columns;
  const data = await loadDataSet(source, {
    command: 'train',
    seed,
    signal,
    target: target ?? known?.target,
    features: features ?? known?.features,
    task,
    classes: resumed && classesOf(resumed),
    missing,
    size: size ?? imageSize(resumed?.notes?.sample),
    grey: grey ?? resumed?.notes?.sample.length === 2,
  });
  const share = options.validation ?? resumed?.notes?.settings.validation;
  const raw = divide(data, share, seed);
  const isScaled = data.columns !== undefined && options.standardize;
  const scalings = resumed
    ? resumed.notes?.scalings
    : isScaled
      ? scalingsOf(raw.train, data.task)
      : undefined;
  const parts = scalings ? mapParts(raw, (samples) => standardized(samples, scalings)) : raw;
  const batch = options.batch ?? resumed?.notes?.settings.batch ?? Math.min(32, countSamples(parts.train));
  const net = resumed ? continued(resumed, data, options, parts) : await made(data, options, parts, seed);
  const patience = options.patience ?? resumed?.notes?.settings.patience;
  const settings = { batch, seed, validation: share, patience };
  return { net, data, ...parts, scalings, settings, initialEpoch };
}

type Parts = Pick<Prepared, 'train' | 'validation' | 'test'>;

/** Of a model that was trained on images. */
function imageSize([height, width]: readonly number[] = []): readonly [number, number] | undefined {
  return height === undefined || width === undefined ? undefined : [height, width];
}

/** Validation has a share of the training data where one is asked for; otherwise the test data, or the usual share. */
function divide({ train, test, task }: DataSet, share: number | undefined, seed: number): Parts {
  if (share === 0) return { train, validation: undefined, test };
  if (share === undefined && test) return { train, validation: test, test: undefined };
  if (share === undefined && countSamples(train) < FEW)
    return { train, validation: undefined, test: undefined };
  const [rest, validation] = split(train, share ?? USUAL_SHARE, task, seed);
  return { train: rest, validation, test };
}

function mapParts({ train, validation, test }: Parts, change: (samples: Samples) => Samples): Parts {
  return { train: change(train), validation: validation && change(validation), test: test && change(test) };
}

async function made(
  data: DataSet,
  options: TrainOptions,
  { validation }: Parts,
  seed: number,
): Promise<Model> {
  const { task, train } = data;
  const { activation, epochs, rate, schedule, loss } = options;
  oneOf(activation, Object.keys(activationFactories), 'activation', 'train');
  const { inputShape, layers } = await readLayers(options.layers, {
    sample: train.x.shape.slice(1),
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

/** The loaded model, compiled anew only where an option says something else. */
function continued({ net }: NotedModel, data: DataSet, options: TrainOptions, { validation }: Parts): Model {
  const wanted = sizeOf(net.inputShape);
  if (wanted !== sampleSize(data.train)) throw otherData(data, wanted);
  const { training } = net.parts;
  const { rate, schedule, epochs } = options;
  const isChanged = [options.optimizer, rate, schedule, options.loss].some((option) => option !== undefined);
  if (training && !isChanged) return net;
  const optimizer = options.optimizer ?? training?.optimizer.config ?? { kind: 'adam' };
  const loss = options.loss ?? training?.losses[0]?.config;
  compile(net, data.task, { optimizer, rate, schedule, loss, epochs }, validation !== undefined);
  return net;
}

function isDone(done: number, epochs: number): ArgumentError {
  return new ArgumentError({
    code: 'epochs-done',
    operation: 'train',
    actual: `the model has been trained for ${done} epochs`,
    expected: `--epochs ${epochs} counts them, too`,
    remedy: `pass --epochs ${done + epochs}, for example`,
  });
}

function otherData({ name, train }: DataSet, wanted: number): DataError {
  return new DataError({
    code: 'other-data',
    operation: 'train',
    actual: `a sample of ${name} has ${sampleSize(train)} values`,
    expected: `the resumed model takes ${wanted}`,
    remedy: 'name the data that it was trained on',
  });
}
