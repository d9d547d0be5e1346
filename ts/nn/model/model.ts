import type { ArrayLike, NdArray } from '../../array.js';
import type { FloatArray } from '../../backend/backend.js';
import type { Bytes } from '../../bytes.js';
import { checkOptions } from '../../checks.js';
import type { Shape } from '../../shape.js';
import { readWeights } from '../compile/layerWeights.js';
import { countValues, type InputSpec, type OutputSpec } from '../compile/plan.js';
import { type Checkpoint, tensorName } from '../saving/checkpoint.js';
import {
  checkpointBytes,
  type FileSource,
  type LoadWeightsOptions,
  readWeightFile,
  writeCheckpoint,
  writeWeights,
} from '../saving/files.js';
import { resumePoint } from '../training/resumePoint.js';
import { TrainableModel } from './trainable.js';
import { type SummaryOptions, summaryText } from './summary.js';

/** Layers with their weights, made by `sequential` or `model`. */
export class Model extends TrainableModel {
  /** Names and shapes of the inputs. */
  get inputs(): readonly InputSpec[] {
    return this.plan.inputs;
  }

  /** Names and shapes of the outputs. */
  get outputs(): readonly OutputSpec[] {
    return this.plan.outputs;
  }

  /** Shape of one sample of the first input. */
  get inputShape(): Shape {
    return this.inputs[0]?.shape ?? [];
  }

  /** Shape of the first output for one sample. */
  get outputShape(): Shape {
    return this.outputs[0]?.shape ?? [];
  }

  /** Copies of all weights as `{ data, shape }`, layer by layer, in Keras' order: kernel, bias. */
  getWeights(): NdArray<FloatArray>[] {
    return this.executor.readWeights();
  }

  /**
   * Replaces all weights.
   *
   * @param weights arrays in the order and of the shapes that `getWeights` returns
   * @throws ShapeError for another number of arrays or another shape, before anything is changed
   * @throws ArgumentError for values that are not finite
   */
  setWeights(weights: readonly ArrayLike[]): void {
    this.#write(readWeights(weights, this.plan, this.dtype));
  }

  /**
   * Writes the whole model into one safetensors file: layers, weights, optimizer and its state, schedule, random
   * state, the states of callbacks, and how far an epoch is. After `load`, training resumes as if it had never stopped,
   * bitwise identical; `fit` says how. A save that is interrupted leaves the previous file. In a page, the file is offered
   * as a download.
   *
   * @throws DataError for a path that cannot be written
   * @example await net.save('net.safetensors')
   */
  async save(path: string | URL): Promise<void> {
    await writeCheckpoint(path, this.parts);
  }

  /** The content of the file that `save` writes, for storage other than files. */
  async toBytes(): Promise<Bytes> {
    return checkpointBytes(this.parts);
  }

  /**
   * Writes the weights alone, in the format of the path's ending: `.safetensors`, `.npz`, or where the path ends with `/`
   * a folder with one `.npy` file for each. They are named by layer and weight: `dense_1/kernel`.
   *
   * @throws DataError for another ending or a path that cannot be written
   * @example await net.saveWeights('weights.npz')
   */
  async saveWeights(path: string | URL): Promise<void> {
    await writeWeights(path, this.plan, this.getWeights());
  }

  /**
   * Reads weights that `saveWeights` or `save` wrote, or those of PyTorch or Keras from safetensors or npz.
   *
   * @param source a path, a URL or the content; a path that ends with `/` is a folder of `.npy` files
   * @throws DataError or ShapeError for a file that is broken, lacks a weight, has others or misshapen ones; the
   * model then stays as it was
   * @example await net.loadWeights('resnet.safetensors', { from: 'pytorch' })
   */
  async loadWeights(source: FileSource, options: LoadWeightsOptions = {}): Promise<void> {
    const arrays = await readWeightFile(source, options, this.plan);
    this.#write(readWeights(arrays, this.plan, this.dtype, 'loadWeights', tensorName));
  }

  /** Number of weights of all layers. */
  countParams(): number {
    return countValues(this.plan.parameters);
  }

  /** Prints the layers with their output shapes and numbers of parameters as a table, which it also returns. */
  summary(options: SummaryOptions = {}): string {
    checkOptions(options, ['print'], 'summary');
    const text = summaryText(this.name, this.dtype, this.plan);
    // eslint-disable-next-line no-console -- it prints by default, as in Keras
    (options.print ?? console.log)(text);
    return text;
  }

  /** @internal Everything that `save` writes. */
  get parts(): Checkpoint {
    const { name, dtype, seed } = this;
    const { training, state, batchSize } = this.executor;
    return {
      name,
      dtype,
      seed,
      plan: this.plan,
      training,
      state,
      batchSize,
      epochsBegun: this.epochsBegun,
      progress: this.resumePoint.state,
    };
  }

  #write(weights: readonly FloatArray[]): void {
    weights.forEach((values, index) => this.executor.program.write('parameters', index, values));
    // While a fit runs, it is a callback that sets weights, and the training resumes with them.
    if (!this.executor.isPinned) this.resumePoint = resumePoint(undefined);
  }
}
