import type { DType } from '../../array.js';
import type { FloatArray } from '../../backend/backend.js';
import { integer, oneOf, positiveInteger, show } from '../../checks.js';
import { DataError } from '../../errors.js';
import type { ReadArray } from '../../files/index.js';
import type { Training } from '../contracts.js';
import { type CompileOptions, readCompileOptions } from '../training/compileOptions.js';
import type { Json } from '../registry.js';
import { graphConfig, graphFromConfig } from './graphConfig.js';
import { checkName } from '../names.js';
import type { ExecutorState } from '../compile/executor.js';
import { type Plan, plan, type PlannedParameter } from '../compile/plan.js';
import { RunningMetrics } from '../training/runningMetrics.js';
import { decodeState, encodeState, isFloats, type StateArrays } from '../stateValue.js';
import { decodeResumeState, encodeResumeState, type ResumeState } from '../training/resumeState.js';
import { readWeight } from '../compile/layerWeights.js';

/** A model with everything that training needs to resume. */
export interface Checkpoint {
  readonly name: string;
  readonly dtype: DType;
  readonly seed: number;
  readonly plan: Plan;
  readonly training: Training | undefined;
  readonly state: ExecutorState;
  /** Samples in a pass, on which the rounding of sums depends. */
  readonly batchSize: number;
  /** Number of epochs begun, from which the order of the samples in the next epoch follows. */
  readonly epochsBegun: number;
  /** How far the latest training is; undefined before the first. */
  readonly progress: ResumeState | undefined;
}

/** Version of the file format, in the metadata. */
const FORMAT = 1;

/** Prefix of the tensors that hold float arrays of the states of callbacks and metrics. */
const PROGRESS = 'training/arrays/';

interface Tensor {
  readonly data: FloatArray;
  readonly shape: readonly number[];
}

/** Tensors and metadata of the file. */
export function encodeCheckpoint(checkpoint: Checkpoint): {
  tensors: Map<string, Tensor>;
  metadata: Record<string, string>;
} {
  const { name, dtype, seed, plan, training, state, batchSize, epochsBegun, progress } = checkpoint;
  const tensors = new Map<string, Tensor>();
  plan.parameters.forEach((parameter, index) => {
    const data = state.weights[index];
    if (data) tensors.set(tensorName(parameter), { data, shape: parameter.shape });
  });
  for (const [slot, arrays] of state.slots) {
    trained(plan).forEach((parameter, index) => {
      const data = arrays[index];
      if (data) tensors.set(slotName(slot, parameter), { data, shape: parameter.shape });
    });
  }
  const { steps } = state;
  const arrays: StateArrays = new Map();
  const progressJson = progress && encodeState(encodeResumeState(progress), arrays, 'save');
  for (const [array, data] of arrays) tensors.set(`${PROGRESS}${array}`, { data, shape: [data.length] });
  const json = {
    format: FORMAT,
    name,
    dtype,
    seed,
    graph: graphConfig(plan),
    training: training ? trainingConfig(training) : null,
    state: {
      steps,
      epochsBegun,
      batchSize,
      schedule: training?.optimizer.schedule.state() ?? null,
      progress: progressJson,
    },
  };
  return { tensors, metadata: { format: 'ferrograd', ferrograd: JSON.stringify(json) } };
}

/** The options of `compile` as plain JSON. */
function trainingConfig({ optimizer, losses, lossWeights, accuracy, metrics }: Training): Json {
  return {
    optimizer: optimizer.config,
    loss: losses.map(({ config }) => config),
    lossWeights,
    accuracy,
    metrics: losses.map((_, index) =>
      metrics.filter(({ output }) => output === index).map(({ metric }) => metric.config),
    ),
  };
}

/**
 * A model from the content of a file.
 *
 * @throws DataError for a file that holds no model, or lacks a tensor or has others
 * @throws ArgumentError, ShapeError, DTypeError for layers, settings or tensors that do not fit
 */
export function decodeCheckpoint(
  tensors: ReadonlyMap<string, ReadArray>,
  metadata: Readonly<Record<string, string>>,
  operation: string,
): Checkpoint {
  const json = readJson(metadata['ferrograd'], operation);
  try {
    return decode(json, tensors, operation);
  } catch (error) {
    if (error instanceof Error && 'operation' in error) throw error;
    // For example a schedule nested in schedules deeper than JavaScript's stack.
    throw noModel('the file describes its model in another form', operation, error);
  }
}

function decode(
  json: Readonly<Record<string, unknown>>,
  tensors: ReadonlyMap<string, ReadArray>,
  operation: string,
): Checkpoint {
  const dtype = oneOf(json['dtype'], ['float32', 'float64'] as const, 'dtype', operation);
  const planned = plan(graphFromConfig(json['graph'], operation), operation);
  const training = readTraining(json['training'], planned);
  const state = (json['state'] ?? {}) as Record<string, unknown>;
  const { steps, epochsBegun, batchSize, schedule } = state;
  if (training) training.optimizer.schedule.restore((schedule ?? null) as Json);
  const slots = training?.optimizer.slots ?? [];
  const expected = [
    ...planned.parameters.map((parameter) => ({ name: tensorName(parameter), parameter })),
    ...slots.flatMap((slot) =>
      trained(planned).map((parameter) => ({ name: slotName(slot, parameter), parameter })),
    ),
  ];
  const progressTensors: string[] = [];
  const progress = readProgress(state['progress'], planned, training, operation, (name) => {
    progressTensors.push(name);
    return tensors.get(name);
  });
  checkNames([...tensors.keys()], [...expected.map(({ name }) => name), ...progressTensors], operation);
  const read = new Map(
    expected.map(({ name, parameter }) => [
      name,
      readWeight(tensors.get(name), name, parameter, dtype, operation),
    ]),
  );
  const arrays = (names: readonly string[]) => names.flatMap((name) => read.get(name) ?? []);
  return {
    name: checkName(json['name'], operation) ?? 'model',
    dtype,
    seed: integer(json['seed'], 'seed', operation, 0),
    plan: planned,
    training,
    batchSize: positiveInteger(batchSize, 'batchSize', operation),
    epochsBegun: integer(epochsBegun, 'epochsBegun', operation, 0),
    progress,
    state: {
      weights: arrays(planned.parameters.map(tensorName)),
      slots: new Map(
        slots.map((slot) => [slot, arrays(trained(planned).map((parameter) => slotName(slot, parameter)))]),
      ),
      optimizer: training?.optimizer.name,
      steps: integer(steps, 'steps', operation, 0),
    },
  };
}

function readTraining(json: unknown, planned: Plan): Training | undefined {
  if (json === null || json === undefined) return undefined;
  const { accuracy, metrics, ...options } = json as Record<string, unknown>;
  const lists: readonly unknown[] = Array.isArray(metrics) ? metrics : [];
  const own = planned.outputs.map(({ name }, index) => {
    const list: unknown = lists[index] ?? [];
    return [name, Array.isArray(list) && accuracy === true ? ['accuracy', ...(list as unknown[])] : list];
  });
  const all = { ...options, metrics: Object.fromEntries(own) as unknown };
  return readCompileOptions(all as unknown as CompileOptions, planned);
}

function readProgress(
  json: unknown,
  planned: Plan,
  training: Training | undefined,
  operation: string,
  tensor: (name: string) => ReadArray | undefined,
): ResumeState | undefined {
  if (json === undefined || json === null || !training) return undefined;
  const array = (name: string) => {
    const data = tensor(`${PROGRESS}${name}`)?.data;
    return isFloats(data) ? data : undefined;
  };
  const state = decodeResumeState(decodeState(json, array, operation), operation);
  if (state.partialEpoch) new RunningMetrics(planned, training).restore(state.partialEpoch.metrics);
  return state;
}

/** Whether a tensor belongs to the state of training: those of layers have names of only two parts. */
export function isOfTraining(tensor: string): boolean {
  return ['optimizer/', PROGRESS].some((start) => tensor.startsWith(start)) && tensor.split('/').length > 2;
}

/** `dense_1/kernel` */
export function tensorName({ layer, name }: PlannedParameter): string {
  return `${layer}/${name}`;
}

function slotName(slot: string, parameter: PlannedParameter): string {
  return `optimizer/${slot}/${tensorName(parameter)}`;
}

function trained({ parameters }: Plan): readonly PlannedParameter[] {
  return parameters.filter(({ isTrained }) => isTrained);
}

function readJson(text: string | undefined, operation: string): Readonly<Record<string, unknown>> {
  try {
    const json: unknown = JSON.parse(text ?? '');
    const { format } = (json ?? {}) as { format?: unknown };
    if (format === FORMAT) return json as Record<string, unknown>;
    throw new Error(`its format is ${show(format)}`);
  } catch (cause) {
    const actual =
      text === undefined ? 'the file holds only weights' : 'the file describes its model in another form';
    throw noModel(actual, operation, cause);
  }
}

function noModel(actual: string, operation: string, cause: unknown): DataError {
  return new DataError(
    {
      code: 'no-model',
      operation,
      actual,
      expected: 'a file that save wrote, which holds the model, too',
      remedy: 'make the model and call loadWeights, or save it with this version',
    },
    { cause },
  );
}

/** @throws DataError where names are missing or left over */
export function checkNames(came: readonly string[], expected: readonly string[], operation: string): void {
  const [there, wanted] = [new Set(came), new Set(expected)];
  const missing = expected.filter((name) => !there.has(name));
  const extra = came.filter((name) => !wanted.has(name));
  if (missing.length === 0 && extra.length === 0) return;
  const parts = [
    missing.length > 0 && `lacks ${list(missing)}`,
    extra.length > 0 && `has ${list(extra)} beside`,
  ];
  throw new DataError({
    code: 'tensor-names',
    operation,
    actual: `the file ${parts.filter(Boolean).join(' and ')}`,
    expected: `the model has ${list(expected)}`,
    remedy: 'load a file of this model',
  });
}

function list(names: readonly string[]): string {
  const shown = names.slice(0, 6).join(', ');
  return names.length > 6 ? `${shown} and ${names.length - 6} more` : shown;
}
