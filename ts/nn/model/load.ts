import { Model } from './model.js';
import { type FileSource, readCheckpoint } from '../saving/files.js';

/**
 * The model that `save` wrote, compiled as it was, so that training resumes exactly where it stopped.
 *
 * @param source a path, a URL or the content of the file
 * @throws DataError for a file that is broken or holds no model
 * @example
 * const net = await load('net.safetensors');
 * await net.fit(x, y, { initialEpoch: net.position?.epoch, epochs: 20 });
 */
export async function load(source: FileSource): Promise<Model> {
  const checkpoint = await readCheckpoint(source);
  const { name, dtype, seed, plan } = checkpoint;
  return new Model(name, dtype, seed, plan, checkpoint);
}
