import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { cacheFolder } from '#platform/files.js';
import { mnist } from 'ferrograd/data';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { encodeIdx } from '../../idx/encodeIdx.js';
import { names, smallMnist, without, writeFiles } from './smallMnist.js';
import { containing, matching } from '../../text.js';

let folder = '';
const { content, files } = smallMnist(1);
const other = smallMnist(2);

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mnist-'));
  vi.stubEnv('FERROGRAD_DATA', join(folder, 'data'));
  // The cache folder is derived from one of these, which one depends on the platform.
  for (const name of ['XDG_CACHE_HOME', 'HOME', 'LOCALAPPDATA']) vi.stubEnv(name, join(folder, 'user'));
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

describe('mnist({ dir })', () => {
  it.each<[string, (name: string) => string]>([
    ['train-images-idx3-ubyte.gz', (name) => `${name}.gz`],
    ['train-images-idx3-ubyte', (name) => name],
    ['train-images.idx3-ubyte', (name) => name.replace('-idx', '.idx')],
    ['train-images.idx3-ubyte.gz', (name) => `${name.replace('-idx', '.idx')}.gz`],
    ['a mixture', (name) => (name.includes('labels') ? name : `${name.replace('-idx', '.idx')}.gz`)],
  ])('reads files named as %s', async (_, rename) => {
    await writeFiles(folder, files, rename);
    expect(await mnist({ dir: folder })).toEqual(content);
    expect(await mnist({ dir: pathToFileURL(folder) })).toEqual(content);
  });

  it('names the missing files, also where another folder has them', async () => {
    await writeFiles(join(folder, 'data', 'mnist'), files);
    const rest = without(files, 't10k-images-idx3-ubyte', 'train-labels-idx1-ubyte');
    const dir = join(folder, 'dir');
    await writeFiles(dir, rest);
    await mkdir(join(dir, 't10k-images-idx3-ubyte')); // what unpacking some archives leaves
    const message = `mnist: ${dir} lacks train-labels-idx1-ubyte.gz and t10k-images-idx3-ubyte.gz, `;
    const missing = { name: 'DataError', code: 'not-found', message: containing(message) };
    await expect(mnist({ dir })).rejects.toMatchObject(missing);
    await expect(mnist({ dir: join(folder, 'nowhere') })).rejects.toMatchObject({ code: 'not-found' });
  });

  it('names the file that is corrupt', async () => {
    await writeFiles(folder, files);
    const path = join(folder, 't10k-labels-idx1-ubyte.gz');
    await writeFile(path, '<html>');
    const message = containing(`mnist: ${path} begins with 3c 68 74 6d`);
    await expect(mnist({ dir: folder })).rejects.toMatchObject({ code: 'idx-magic', message });
  });

  it('refuses a file of labels that belongs to other images', async () => {
    await writeFiles(folder, { ...files, 'train-labels-idx1-ubyte': files['t10k-labels-idx1-ubyte'] });
    const message = matching(/has 5 images, .* has 3 labels/);
    await expect(mnist({ dir: folder })).rejects.toMatchObject({
      name: 'DataError',
      code: 'image-set',
      message,
    });
  });

  it('refuses swapped files and other element types', async () => {
    const swapped = { ...files, 'train-images-idx3-ubyte': files['train-labels-idx1-ubyte'] };
    await writeFiles(folder, swapped);
    const rank = matching(/holds uint8 of rank 1, it must hold uint8 of rank 3/);
    await expect(mnist({ dir: folder })).rejects.toMatchObject({ code: 'image-set', message: rank });
    const floats = encodeIdx(new Float32Array(5 * 6), [5, 2, 3]);
    await writeFiles(folder, { ...files, 'train-images-idx3-ubyte': floats });
    const type = matching(/holds float32 of rank 3/);
    await expect(mnist({ dir: folder })).rejects.toMatchObject({ code: 'image-set', message: type });
  });

  it('reports a file that cannot be read', async () => {
    await writeFiles(folder, files);
    const path = join(folder, 'train-images-idx3-ubyte');
    await symlink(path, path);
    const message = containing(`${path} cannot be read`);
    await expect(mnist({ dir: folder })).rejects.toMatchObject({ code: 'file', message });
  });
});

describe('mnist() without dir', () => {
  it('prefers FERROGRAD_DATA/mnist to the cache', async () => {
    await writeFiles(join(folder, 'data', 'mnist'), files);
    await writeFiles(cacheFolder('mnist'), other.files);
    expect(await mnist({ download: false })).toEqual(content);
  });

  it('reads the cache when FERROGRAD_DATA lacks a file', async () => {
    const rest = without(files, 'train-images-idx3-ubyte');
    await writeFiles(join(folder, 'data', 'mnist'), rest);
    await writeFiles(cacheFolder('mnist'), other.files);
    expect(await mnist({ download: false })).toEqual(other.content);
  });

  it("reads cacheDir in place of the user's cache", async () => {
    await writeFiles(cacheFolder('mnist'), files);
    await writeFiles(join(folder, 'own'), other.files, (name) => name);
    expect(await mnist({ download: false, cacheDir: join(folder, 'own') })).toEqual(other.content);
  });

  it('does not read MNIST where the checksums are those of another set', async () => {
    await writeFiles(join(folder, 'data', 'mnist'), files);
    const options = { download: false, checksums: other.checksums, cacheDir: join(folder, 'own') };
    await expect(mnist(options)).rejects.toMatchObject({ code: 'not-found' });
  });

  it('names the folder and the four files where downloads are turned off', async () => {
    const failure: unknown = await mnist({ download: false }).catch((error: unknown) => error);
    expect(failure).toMatchObject({ name: 'DataError', code: 'not-found' });
    for (const text of [cacheFolder('mnist'), ...names.map((name) => `${name}.gz`)]) {
      expect(String(failure)).toContain(text);
    }
  });
});

describe('mnist refuses', () => {
  it.each<[string, object]>([
    ['option-dir', { dir: '' }],
    ['option-dir', { dir: 3 }],
    ['option-cacheDir', { cacheDir: '' }],
    ['option-cacheDir', { checksums: {} }],
    ['option-mirrors', { mirrors: [] }],
    ['option-mirrors', { mirrors: 'https://example.org/' }],
    ['option-mirrors', { mirrors: [''] }],
    ['option-checksums', { cacheDir: 'a', checksums: { 'train-images-idx3-ubyte': 'f68b3c2d' } }],
    ['unknown-file', { cacheDir: 'a', checksums: { 'train-images': 'f68b3c2d' } }],
    ['option-onProgress', { onProgress: true }],
    ['not-a-boolean', { download: 'no' }],
    ['not-a-number-in-range', { timeout: 0 }],
    ['not-a-number-in-range', { timeout: Number.NaN }],
    ['unknown-option', { dri: '/tmp' }],
    ['options', ['/tmp'] as object],
  ])('%s: %o', async (code, options) => {
    await expect(mnist(options)).rejects.toMatchObject({ name: 'ArgumentError', code, operation: 'mnist' });
  });
});
