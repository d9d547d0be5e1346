import { ArgumentError, DataError, DTypeError, load, ShapeError } from 'ferrograd';
import { beforeAll, describe, expect, it } from 'vitest';

import { changed, described, type Parts, checkpointFile, isTyped } from '../../support/checkpointFile.js';
import { expectError } from '../../support/errors.js';

let file: Uint8Array<ArrayBuffer>;
beforeAll(async () => void (file = await checkpointFile()));

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

  it('a schedule that is nested deeper than the stack', async () => {
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
