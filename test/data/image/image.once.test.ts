import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { ArgumentError, DataError, DTypeError, ShapeError } from 'ferrograd';
import { decodeImage, imageFolder, type ImageFolderOptions, loadImage, resizeImage } from 'ferrograd/data';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import fixtures from '../../fixtures/images.json' with { type: 'json' };
import { type Expected, expectError } from '../../support/errors.js';
import { tolerances } from '../../support/tolerances.js';
import { startServer } from '../server.js';

const bytesOf = (text: string) => new Uint8Array(Buffer.from(text, 'base64'));
const fileOf = (name: string) => bytesOf(fixtures.cases.find((one) => one.name === name)?.file ?? '');

const toleranceOf = (name: string) => {
  if (!name.startsWith('jpeg')) return 0;
  return name.includes('4:2') ? tolerances.jpeg.subsampled : tolerances.jpeg.full;
};

describe('decodeImage', () => {
  it.each(fixtures.cases)('decodes $name as Pillow does', async ({ name, file, shape, ...samples }) => {
    for (const [kind, channels] of [
      ['grey', 1],
      ['rgb', 3],
      ['rgba', 4],
    ] as const) {
      const image = await decodeImage(bytesOf(file), { channels });
      expect([image.shape, image.scale]).toEqual([[...shape, channels], 1 / 255]);
      const expected = bytesOf(samples[kind]);
      const worst = image.data.reduce(
        (most, value, i) => Math.max(most, Math.abs(value - (expected[i] ?? 0))),
        0,
      );
      expect(image.data.length).toBe(expected.length);
      expect(worst, kind).toBeLessThanOrEqual(toleranceOf(name));
    }
  });

  it('returns colours by default, and grey with greyscale', async () => {
    expect((await decodeImage(fileOf('png grey'))).shape).toEqual([21, 26, 3]);
    expect((await decodeImage(fileOf('png rgb'), { greyscale: true })).shape).toEqual([21, 26, 1]);
  });

  it.each(fixtures.cases)('refuses $name when it is cut at any byte', async ({ file }) => {
    const whole = bytesOf(file);
    for (let length = 0; length < whole.length; length += 1 + Math.floor(length / 20)) {
      const code = length < 8 ? /^image-(format|truncated)$/ : /^image-truncated$/;
      await expectError(() => decodeImage(whole.subarray(0, length)), DataError, { code });
    }
  });

  it('returns an image or throws a DataError for a damaged file, and decodes the next file', async () => {
    const names = fixtures.cases.map(({ name }) => name);
    const change = fc.tuple(fc.nat(), fc.nat(255));
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...names),
        fc.array(change, { minLength: 1, maxLength: 8 }),
        async (name, changes) => {
          const file = fileOf(name);
          for (const [at, value] of changes) file[at % file.length] = value;
          const result = await decodeImage(file).catch((error: unknown) => error);
          if (result instanceof Error) expect(result).toBeInstanceOf(DataError);
          else expect(result).toHaveProperty('shape');
        },
      ),
      { numRuns: 1000 },
    );
    expect((await decodeImage(fileOf('png rgb'))).shape).toEqual([21, 26, 3]);
  });

  const png = (width: number, height: number) => {
    const file = fileOf('png rgb');
    const view = new DataView(file.buffer);
    view.setUint32(16, width);
    view.setUint32(20, height);
    return file;
  };
  const jpeg = (width: number, height: number) => {
    const file = Buffer.from(fileOf('jpeg grey'));
    const frame = file.indexOf(Buffer.from([0xff, 0xc0]));
    file.writeUInt16BE(height, frame + 5);
    file.writeUInt16BE(width, frame + 7);
    return new Uint8Array(file);
  };
  it.each<[string, Uint8Array, object, Expected]>([
    [
      'a PNG of absurd size',
      png(2 ** 31 - 1, 2 ** 31 - 1),
      {},
      { code: 'too-large', actual: /2147483647 × 2147483647/ },
    ],
    ['a PNG too short for its size', png(9000, 9000), {}, { code: 'image-corrupt', actual: /9000 × 9000/ }],
    ['a PNG without pixels', png(0, 5), {}, { code: 'image-corrupt' }],
    ['a JPEG of absurd size', jpeg(65535, 65535), {}, { code: 'too-large', actual: /65535 × 65535/ }],
    ['a JPEG too short for its size', jpeg(9000, 9000), {}, { code: 'image-corrupt', actual: /9000 × 9000/ }],
    [
      'an image above maxPixels',
      fileOf('png rgb'),
      { maxPixels: 100 },
      { code: 'too-large', remedy: /maxPixels/ },
    ],
    ['a GIF', new TextEncoder().encode('GIF89a...'), {}, { code: 'image-format', actual: /47 49 46/ }],
    ['an empty file', new Uint8Array(0), {}, { code: 'image-format' }],
  ])('refuses %s', async (_, bytes, options, expected) => {
    await expectError(() => decodeImage(bytes, options), DataError, expected);
  });

  it('refuses a PNG with a wrong checksum', async () => {
    const file = fileOf('png rgb');
    const at = file.length - 20;
    file[at] = (file[at] ?? 0) ^ 1;
    await expectError(() => decodeImage(file), DataError, { code: 'image-corrupt' });
  });

  it('refuses wrong arguments', async () => {
    await expectError(() => decodeImage('cat.jpg' as never), DTypeError, { code: 'bytes-type' });
    await expectError(() => decodeImage(fileOf('png rgb'), { channels: 2 as never }), ArgumentError);
    await expectError(() => decodeImage(fileOf('png rgb'), { channels: 3, greyscale: true }), ArgumentError);
    await expectError(() => decodeImage(fileOf('png rgb'), { gray: true } as never), ArgumentError);
  });
});

describe('resizeImage', () => {
  const { source, shape, results } = fixtures.resize;
  const image = { data: bytesOf(source), shape, scale: 1 / 255 };

  it.each(results)('returns the samples of Pillow, $method to $size', ({ method, size, pixels }) => {
    const resized = resizeImage(image, size as [number, number], { method: method as 'bilinear' });
    expect(resized).toEqual({ data: bytesOf(pixels), shape: [...size, 3], scale: 1 / 255 });
  });

  it('refuses wrong arguments', async () => {
    await expectError(() => resizeImage(image, [5] as never), ShapeError, { code: 'image-size' });
    await expectError(() => resizeImage(image, [0, 5]), ArgumentError);
    await expectError(() => resizeImage({ ...image, shape: [21, 26] }, [5, 5]), ShapeError, {
      code: 'image-shape',
    });
    await expectError(
      () => resizeImage({ ...image, data: new Float32Array(3) as never }, [5, 5]),
      DTypeError,
    );
    await expectError(() => resizeImage(image, [5, 5], { method: 'cubic' as never }), ArgumentError);
  });
});

describe('images in folders', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'images-'));
    const files: Record<string, Uint8Array> = {
      'sets/dog/2.png': fileOf('png grey'),
      'sets/dog/more/1.JPG': fileOf('jpeg grey'),
      'sets/cat/1.jpeg': fileOf('jpeg 4:4:4'),
      'sets/cat/notes.txt': new TextEncoder().encode('no image'),
      'sets/readme.png': fileOf('png rgb'),
      'broken/cat/1.png': fileOf('png rgb'),
      'broken/cat/2.png': fileOf('png rgb').subarray(0, 300),
      'sizes/a/1.png': fileOf('png rgb'),
      'single.png': fileOf('png rgb'),
    };
    for (const [name, content] of Object.entries(files)) {
      await mkdir(join(folder, name, '..'), { recursive: true });
      await writeFile(join(folder, name), content);
    }
    const small = await decodeImage(fileOf('png rgb'));
    expect(small.shape).toEqual([21, 26, 3]);
  });
  afterAll(async () => rm(folder, { recursive: true }));

  it('have their folders as classes', async () => {
    const progress: number[] = [];
    const onProgress = ({ loaded, total }: { loaded: number; total: number }) =>
      progress.push(loaded / total);
    const set = await imageFolder(join(folder, 'sets'), { onProgress });
    expect(set.x.shape).toEqual([3, 21, 26, 3]);
    expect(set.y).toEqual({ data: Int32Array.of(0, 1, 1), shape: [3] });
    expect(set.classNames).toEqual(['cat', 'dog']);
    expect(set.files).toEqual(
      ['cat/1.jpeg', 'dog/2.png', 'dog/more/1.JPG'].map((name) => join(folder, 'sets', name)),
    );
    const cat = await loadImage(join(folder, 'sets/cat/1.jpeg'));
    expect(set.x.data.subarray(0, cat.data.length)).toEqual(cat.data);
    expect(progress).toEqual([1 / 3, 2 / 3, 1]);
  });

  it('are resized, made grey, filtered by extension and labelled in the given order of classes', async () => {
    const options: ImageFolderOptions = {
      size: [8, 10],
      greyscale: true,
      classNames: ['dog', 'cat'],
      extensions: ['png'],
    };
    const set = await imageFolder(join(folder, 'sets'), options);
    expect([set.x.shape, plain(set.y.data), set.classNames]).toEqual([[1, 8, 10, 1], [0], ['dog', 'cat']]);
  });

  it('are read from a list of files, too', async () => {
    const files = ['a/1.png', 'b/2.png', 'top.png'].map((name) => new File([fileOf('png rgb')], name));
    expect(await imageFolder(files)).toMatchObject({ classNames: ['a', 'b'], files: ['a/1.png', 'b/2.png'] });
  });

  it.each<[string, string, ImageFolderOptions, Expected]>([
    [
      'a folder with a truncated image',
      'broken',
      {},
      { code: 'image-truncated', actual: /2\.png ends after 300 bytes/ },
    ],
    ['a file in place of a folder', 'single.png', {}, { code: 'file' }],
    ['a missing folder', 'none', {}, { code: 'file', actual: /none cannot be read/ }],
    ['a folder without images', 'sets/dog/more', {}, { code: 'image-folder' }],
    [
      'a folder that is not in classNames',
      'sets',
      { classNames: ['cat'] },
      { code: 'image-folder', actual: /2\.png is in the folder "dog"/ },
    ],
    [
      'a folder of images above maxBytes',
      'sets',
      { maxBytes: 3000 },
      { code: 'too-large', actual: /3 images take 4914 bytes/ },
    ],
  ])('%s is refused with its name', async (_, name, options, expected) => {
    await expectError(() => imageFolder(join(folder, name), options), DataError, {
      operation: 'imageFolder',
      ...expected,
    });
  });

  it('of different sizes are refused without a common size', async () => {
    const files = [new File([fileOf('png rgb')], 'a/1.png'), new File([tiny], 'a/2.png')];
    await expectError(() => imageFolder(files), DataError, {
      code: 'image-size',
      actual: /a\/2\.png has 1 × 1/,
      remedy: /\[21, 26\]/,
    });
    expect((await imageFolder(files, { size: [4, 4] })).x.shape).toEqual([2, 4, 4, 3]);
  });

  it('refuses wrong arguments', async () => {
    await expectError(() => imageFolder(5 as never), DTypeError, { code: 'folder' });
    await expectError(() => imageFolder([5] as never), DTypeError, { code: 'file-list' });
    await expectError(() => imageFolder(folder, { extensions: ['.png'] }), ArgumentError, {
      code: 'option-extensions',
    });
    await expectError(() => imageFolder(folder, { size: 32 as never }), ShapeError, { code: 'image-size' });
  });

  it('are read one by one by loadImage from paths, addresses and blobs', async () => {
    await using server = await startServer((request, response) => {
      if (request.url === '/a.png') response.end(fileOf('png rgb'));
      else response.writeHead(404).end();
    });
    const expected = await decodeImage(fileOf('png rgb'));
    expect(await loadImage(`${server.url}a.png`)).toEqual(expected);
    expect(await loadImage(new Blob([fileOf('png rgb')]))).toEqual(expected);
    expect(await loadImage(join(folder, 'single.png'))).toEqual(expected);
    expect((await loadImage(join(folder, 'single.png'), { size: [5, 6] })).shape).toEqual([5, 6, 3]);
    await expectError(() => loadImage(`${server.url}b.png`), DataError, {
      code: 'http-status',
      actual: /b\.png/,
    });
    await expectError(() => loadImage(join(folder, 'none.png')), DataError, {
      code: 'file',
      actual: /none\.png/,
    });
    const broken = join(folder, 'broken/cat/2.png');
    await expectError(() => loadImage(broken), DataError, { code: 'image-truncated', actual: /2\.png/ });
  });
});

/** One red pixel. */
const tiny = bytesOf(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC',
);

const plain = (values: Iterable<number>) => [...values];
