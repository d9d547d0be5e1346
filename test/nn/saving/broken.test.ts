import fc from 'fast-check';
import {
  ArgumentError,
  type Callback,
  callbacks,
  DataError,
  DTypeError,
  type ErrorDetails,
  input,
  layers,
  load,
  type Model,
  model,
  optimizers,
  schedules,
  ShapeError,
} from 'ferrograd';
import { beforeAll, describe, expect, it } from 'vitest';

import { changed, described, type Parts } from '../../support/checkpointFile.js';
import { bytesOf } from '../../support/continuing.js';
import { expectError } from '../../support/errors.js';

const x = [
  [0, 1],
  [1, 0.5],
];
const y = [0, 2];

/** Two inputs, a skip connection, a schedule with a state and an optimizer with arrays: all that a file can hold. */
function net(): Model {
  const [a, b] = [input([2], { name: 'a' }), input([2], { name: 'b' })];
  const hidden = layers.dense(2, { activation: 'tanh', kernelRegularizer: 'l2' }).apply(a);
  const sum = layers.add().apply(hidden, layers.dropout(0.1).apply(b));
  const output = layers.dense(3, { activation: 'softmax', name: 'out' }).apply(sum);
  const result = model({ inputs: [a, b], outputs: output, seed: 4 });
  const learningRate = schedules.warmUp({
    schedule: schedules.reduceOnPlateau({ initialLearningRate: 0.1, monitor: 'loss' }),
    steps: 2,
  });
  result.compile({
    optimizer: optimizers.sgd({ learningRate, momentum: 0.5 }),
    loss: 'sparseCategoricalCrossentropy',
    metrics: ['accuracy', 'precision'],
  });
  return result;
}

const stopping = () =>
  callbacks.earlyStopping({ monitor: 'loss', mode: 'max', patience: 9, restoreBestWeights: true });

/** Of a training that stopped amid its second epoch. */
let file: Uint8Array<ArrayBuffer>;
beforeAll(async () => {
  const trained = net();
  const controller = new AbortController();
  const abort: Callback = {
    batchInterval: 3,
    onBatchEnd(_, { epoch }) {
      if (epoch === 1) controller.abort();
    },
  };
  const { signal } = controller;
  await trained.fit([x, x], y, { epochs: 3, batchSize: 1, callbacks: [stopping(), abort], signal });
  expect(trained.position).toEqual({ epoch: 1, step: 1 });
  file = await trained.toBytes();
});

/** Whether an error is one of the library's own, which says what to do. */
function isTyped(error: unknown): boolean {
  const details = error as Partial<ErrorDetails>;
  const isOurs = [ArgumentError, ShapeError, DTypeError].some((Class) => error instanceof Class);
  return isOurs && [details.code, details.operation, details.remedy].every((text) => /\S/.test(text ?? ''));
}

describe('load refuses', () => {
  const d = (change: (description: Parts['description']) => void) => (parts: Parts) =>
    change(parts.description);
  const t = (change: (tensors: Parts['tensors']) => void) => (parts: Parts) => change(parts.tensors);
  const one = (...shape: number[]) => ({ data: new Float32Array(shape.reduce((a, b) => a * b, 1)), shape });

  it.each<
    [string, (parts: Parts) => void, typeof ArgumentError | typeof ShapeError | typeof DTypeError, RegExp]
  >([
    [
      'no description',
      (parts) => (parts.description = null as never),
      DataError,
      /describes its model in another form/,
    ],
    ['another format', d((file) => (file.format = 2)), DataError, /describes its model in another form/],
    ['another element type', d((file) => (file.dtype = 'float16')), ArgumentError, /float16/],
    ['a seed that is none', d((file) => (file.seed = -1)), ArgumentError, /seed is -1/],
    ['a name that is none', d((file) => (file.name = 7)), ArgumentError, /name is 7/],
    ['no graph', d((file) => (file.graph = undefined as never)), DataError, /graph lacks/],
    ['a graph without inputs', d((file) => (file.graph.inputs = [] as never)), DataError, /graph lacks/],
    ['a graph without outputs', d((file) => (file.graph.outputs = [])), DataError, /output is not there/],
    [
      'an output that is not there',
      d((file) => (file.graph.outputs = [6])),
      DataError,
      /output is not there/,
    ],
    ['two inputs of one name', d((file) => (file.graph.inputs[1].name = 'a')), DataError, /name of an input/],
    [
      'an input without a name',
      d((file) => (file.graph.inputs[1].name = undefined)),
      DataError,
      /name of an input/,
    ],
    [
      'a layer without a name',
      d((file) => (file.graph.layers[1].name = undefined)),
      DataError,
      /name of layer 1/,
    ],
    ['two layers of one name', d((file) => (file.graph.layers[0].name = 'out')), ArgumentError, /two layers/],
    ['a layer that reads itself', d((file) => (file.graph.layers[0].from = [2])), DataError, /layer 0 reads/],
    ['a cycle', d((file) => (file.graph.layers[0].from = [4])), DataError, /layer 0 reads/],
    ['a layer that reads nothing', d((file) => (file.graph.layers[0].from = [])), DataError, /layer 0 reads/],
    ['half a layer', d((file) => (file.graph.layers[0].from = [0.5])), DataError, /layer 0 reads/],
    ['an unknown layer', d((file) => (file.graph.layers[0].config.kind = 'lstm')), ArgumentError, /"lstm"/],
    [
      'an inherited layer',
      d((file) => (file.graph.layers[0].config.kind = 'toString')),
      ArgumentError,
      /toString/,
    ],
    [
      'an unknown option',
      d((file) => (file.graph.layers[0].config.unit = 3)),
      ArgumentError,
      /option "unit"/,
    ],
    [
      'an unknown activation',
      d((file) => (file.graph.layers[0].config.activation = 'x')),
      ArgumentError,
      /"x"/,
    ],
    ['too many units', d((file) => (file.graph.layers[3].config.units = 1e12)), ArgumentError, /parameters/],
    [
      'units beyond numbers',
      d((file) => (file.graph.layers[0].config.units = 1e300)),
      ArgumentError,
      /units/,
    ],
    ['an input without sizes', d((file) => (file.graph.inputs[0].shape = [])), ShapeError, /shape/],
    [
      'an input that is too large',
      d((file) => (file.graph.inputs[0].shape = [2 ** 52])),
      ArgumentError,
      /param/,
    ],
    ['other shapes', d((file) => (file.graph.layers[0].config.units = 3)), ShapeError, /shapes/],
    ['an unknown optimizer', d((file) => (file.training.optimizer.kind = 'lion')), ArgumentError, /"lion"/],
    ['an unknown loss', d((file) => (file.training.loss = ['x'])), ArgumentError, /"x"/],
    ['a loss too many', d((file) => file.training.loss.push('quadratic')), DTypeError, /loss/],
    ['metrics that are none', d((file) => (file.training.metrics = [5])), DTypeError, /metrics/],
    ['training that is a text', d((file) => (file.training = 'sgd' as never)), ArgumentError, /option/],
    [
      'a schedule without its state',
      d((file) => (file.state['schedule'] = undefined)),
      ArgumentError,
      /state is null/,
    ],
    ['no state', d((file) => (file.state = undefined as never)), ArgumentError, /state is null|steps/],
    ['steps below 0', d((file) => (file.state.steps = -1)), ArgumentError, /steps is -1/],
    [
      'epochs that are none',
      d((file) => (file.state.epochsBegun = '1')),
      ArgumentError,
      /epochsBegun is "1"/,
    ],
    ['a batch size of 0', d((file) => (file.state.batchSize = 0)), ArgumentError, /batchSize is 0/],
    [
      'a progress that is none',
      d((file) => (file.state.progress = 'x' as never)),
      DataError,
      /state of training/,
    ],
    ['an epoch below 0', d((file) => (file.state.progress.epoch = -1)), ArgumentError, /epoch is -1/],
    ['no callbacks', d((file) => (file.state.progress.callbacks = undefined)), DataError, /callbacks/],
    [
      'a callback without a name',
      d((file) => (file.state.progress.callbacks = [{ state: 1 }])),
      DataError,
      /name of a callback/,
    ],
    ['half a step', d((file) => (file.state.progress.part.step = 0.5)), ArgumentError, /step is 0.5/],
    ['no sums of an epoch', d((file) => (file.state.progress.part.score = 5)), DataError, /sums of an epoch/],
    [
      'sums of other metrics',
      d(
        (file) =>
          (file.state.progress.part.score = { samples: 1, loss: 1, outputs: [], weights: [], metrics: [] }),
      ),
      DataError,
      /sums of an epoch/,
    ],
    [
      'half a sample',
      d((file) => ((file.state.progress.part['score'] as { samples: number }).samples = 0.5)),
      DataError,
      /sums of an epoch/,
    ],
    [
      'an end without a loss',
      d((file) => (file.state.progress.ended = { epoch: 0 })),
      DataError,
      /loss of an epoch/,
    ],
    [
      'a missing array',
      t((tensors) => tensors.delete('training/arrays/0')),
      DataError,
      /names the array "0"/,
    ],
    [
      'an array too many',
      t((tensors) => tensors.set('training/arrays/99', one(1))),
      DataError,
      /has training\/arrays\/99 beside/,
    ],
    ['a missing tensor', t((tensors) => tensors.delete('out/bias')), DataError, /lacks out\/bias$/],
    [
      'a missing state',
      t((tensors) => tensors.delete('optimizer/velocity/out/bias')),
      DataError,
      /lacks optimizer/,
    ],
    ['a tensor too many', t((tensors) => tensors.set('more', one(1))), DataError, /has more beside/],
    [
      'another shape',
      t((tensors) => tensors.set('out/kernel', one(3, 2))),
      ShapeError,
      /out\/kernel has shape \[3, 2\]/,
    ],
    ['another rank', t((tensors) => tensors.set('out/bias', one(3, 1))), ShapeError, /out\/bias has shape/],
    [
      'a NaN',
      t((tensors) => (tensors.get('out/kernel')!.data[4] = NaN)),
      ArgumentError,
      /out\/kernel\[1\]\[1\] is NaN/,
    ],
    [
      'integers of 64 bits',
      t((tensors) => tensors.set('out/bias', { data: new BigInt64Array(3), shape: [3] } as never)),
      DTypeError,
      /out\/bias/,
    ],
  ])('%s', async (_, change, Class, actual) => {
    await expectError(() => load(changed(file, change)), Class, { actual });
  });

  it.each([
    ['names of the prototype', '"__proto__":{"kind":"dense"},'],
    ['names of the constructor', '"constructor":{"prototype":{"polluted":1}},'],
  ])('%s', async (_, member) => {
    const text = JSON.stringify(changedDescription());
    const bytes = described(file, text.replace('"config":{', `"config":{${member}`));
    expect(isTyped(await load(bytes).catch((error: unknown) => error))).toBe(true);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  it('a schedule that is deeper than the stack', async () => {
    const [open, close] = ['{"kind":"warmUp","steps":1,"schedule":', '}'];
    const rate = `${open.repeat(20_000)}0.1${close.repeat(20_000)}`;
    let text = '';
    changed(file, ({ description }) => {
      description.training.optimizer['learningRate'] = 'deep';
      text = JSON.stringify(description).replace('"deep"', rate);
    });
    expect(text).toContain(rate);
    await expectError(() => load(described(file, text)), DataError, { code: 'no-model' });
  });

  it.each([
    ['nothing', new Uint8Array(0), DataError],
    ['a text', 'no such file', DataError],
    ['an empty path', '', DTypeError],
    ['a number', 5, DTypeError],
    ['a file of weights alone', undefined, DataError],
  ])('%s', async (_, source, Class) => {
    const { encodeSafetensors } = await import('../../../dist/files/safetensors.js');
    const weights = encodeSafetensors({ a: { data: new Float32Array(1), shape: [1] } });
    await expectError(() => load((source ?? weights) as string), Class, { operation: 'load' });
  });

  function changedDescription(): unknown {
    let result: unknown;
    changed(file, ({ description }) => (result = description));
    return result;
  }
});

describe('fit refuses', () => {
  const fit = (one: Model) =>
    one.fit([x, x], y, { initialEpoch: 1, epochs: 3, batchSize: 1, callbacks: [stopping()] });

  it.each<[string, (state: Record<string, unknown>) => unknown]>([
    ['nothing', (state) => (state['known'] = null)],
    [
      'a text for a number',
      (state) => (state['known'] = { wait: '1', best: 1, bestEpoch: 0, hasStopped: false }),
    ],
    ['no weights', (state) => (state['lastWeights'] = [1])],
    ['weights of another model', (state) => (state['lastWeights'] as unknown[]).pop()],
    ['a wrong shape', (state) => ((state['lastWeights'] as { shape: number[] }[])[0]!.shape = [1])],
  ])('the state of a callback that is broken, and leaves the model alone: %s', async (_, change) => {
    // Arrays that nobody names would be refused before.
    const bytes = changed(file, ({ description, tensors }) => {
      const [record] = description.state.progress.callbacks as { state: Record<string, unknown> }[];
      change(record!.state);
      const named = JSON.stringify(description.state.progress);
      for (const name of [...tensors.keys()].filter((tensor) => tensor.startsWith('training/'))) {
        if (!named.includes(`"$array":"${name.split('/')[2]!}"`)) tensors.delete(name);
      }
    });
    const loaded = await load(bytes);
    const before = await bytesOf(loaded);
    const error = await fit(loaded).catch((reason: unknown) => reason);
    expect(isTyped(error)).toBe(true);
    expect((error as Partial<ErrorDetails>).code).toBe('callback-state');
    expect(await bytesOf(loaded)).toEqual(before);
  });

  it('nothing of a file from before there were such states', async () => {
    const old = changed(file, ({ description, tensors }) => {
      delete (description.state as { progress?: unknown }).progress;
      for (const name of [...tensors.keys()]) if (name.startsWith('training/')) tensors.delete(name);
    });
    const loaded = await load(old);
    expect(loaded.position).toBeUndefined();
    expect((await fit(loaded)).epochs).toEqual([1, 2]);
  });
});

describe('loadWeights', () => {
  it.each<[string, (parts: Parts) => void, typeof ArgumentError | typeof ShapeError, RegExp]>([
    ['missing', ({ tensors }) => tensors.delete('dense/kernel'), DataError, /lacks dense\/kernel$/],
    [
      'extra',
      ({ tensors }) => tensors.set('x/y', { data: new Float32Array(1), shape: [1] }),
      DataError,
      /has x\/y/,
    ],
    [
      'misshapen',
      ({ tensors }) => tensors.set('dense/kernel', { data: new Float32Array(4), shape: [4, 1] }),
      ShapeError,
      /dense\/kernel has shape \[4, 1\]/,
    ],
    [
      'infinite',
      ({ tensors }) => (tensors.get('out/bias')!.data[2] = Infinity),
      ArgumentError,
      /out\/bias\[2\] is Inf/,
    ],
  ])('refuses %s tensors and leaves the model alone', async (_, change, Class, actual) => {
    const target = net();
    const before = await bytesOf(target);
    await expectError(() => target.loadWeights(changed(file, change)), Class, {
      actual,
      operation: 'loadWeights',
    });
    expect(await bytesOf(target)).toEqual(before);
  });

  it('refuses the file of another architecture', async () => {
    const x = input([2]);
    const other = model({ inputs: x, outputs: layers.dense(3, { name: 'out' }).apply(x), seed: 1 });
    const before = await bytesOf(other);
    await expectError(() => other.loadWeights(file), DataError, { code: 'tensor-names' });
    expect(await bytesOf(other)).toEqual(before);
  });

  it.each([
    [{ from: 'tensorflow' }, /tensorflow/],
    [{ names: {} }, /names/],
    [{ form: 'pytorch' }, /form/],
  ])('refuses the options %j', async (options, actual) => {
    await expectError(() => net().loadWeights(file, options as never), ArgumentError, { actual });
  });
});

describe('whatever is in a file', () => {
  const hostile = fc.oneof(
    fc.constantFrom(
      null,
      -1,
      0,
      1,
      2,
      0.5,
      1e9,
      2 ** 31,
      2 ** 53,
      1e300,
      '',
      'dense',
      '__proto__',
      'toString',
    ),
    fc.constantFrom(
      [],
      {},
      [0],
      [-1],
      [[]],
      { kind: 'dense' },
      { kind: 'constructor' },
      true,
      'x'.repeat(300),
    ),
    fc.jsonValue() as fc.Arbitrary<never>,
  );

  it('a description with a wrong part is loaded or refused with a reason', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), hostile, async (at, value) => {
        const bytes = changed(file, (parts) => {
          const places = placesIn(parts, 'description');
          const [holder, key] = places[at % places.length]!;
          holder[key] = value;
        });
        await expectLoadedOrRefused(bytes);
      }),
      { numRuns: 400 },
    );
  });

  it('changed bytes are loaded or refused with a reason', async () => {
    const byte = fc.record({ at: fc.nat(), value: fc.nat(255) });
    await fc.assert(
      fc.asyncProperty(fc.array(byte, { minLength: 1, maxLength: 3 }), fc.nat(), async (changes, cut) => {
        const bytes = file.slice(0, cut % 4 === 0 ? cut % file.length : file.length);
        for (const { at, value } of changes) bytes[at % file.length] = value;
        await expectLoadedOrRefused(bytes);
      }),
      { numRuns: 400 },
    );
  });

  async function expectLoadedOrRefused(bytes: Uint8Array): Promise<void> {
    const target = net();
    const before = await bytesOf(target);
    await target.loadWeights(bytes).catch(async (error: unknown) => {
      if (!isTyped(error)) throw error;
      expect(await bytesOf(target)).toEqual(before);
    });
    try {
      const loaded = await load(bytes);
      expect(await bytesOf(await load(await loaded.toBytes()))).toEqual(await bytesOf(loaded));
    } catch (error) {
      if (!isTyped(error)) throw error;
    }
  }
});

/** Every member of every object and list below one. */
function placesIn(holder: object, key: string): [holder: Record<string, unknown>, key: string][] {
  const record = holder as Record<string, unknown>;
  const value = record[key];
  const inner = typeof value === 'object' && value !== null ? Object.keys(value) : [];
  return [[record, key], ...inner.flatMap((name) => placesIn(value as object, name))];
}
