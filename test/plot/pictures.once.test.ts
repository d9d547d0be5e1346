import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

import * as plot from 'ferrograd/plot';
import { describe, expect, test } from 'vitest';

import { anatomy, difference, largestDifference, readPng } from './compare.js';
import { gallery } from './gallery.js';

/**
 * Pictures that somebody has looked at. After an intended change, write them again with
 * `UPDATE_PICTURES=1 npx vitest run --project once test/plot/pictures.once.test.ts`, and look at each.
 */
const folder = fileURLToPath(new URL('reference/', import.meta.url));
const pictures = await gallery(plot);
const names = Object.keys(pictures);

if (process.env['UPDATE_PICTURES']) {
  await mkdir(folder, { recursive: true });
  for (const [name, picture] of Object.entries(pictures)) {
    await writeFile(`${folder}${name}.svg`, `${picture.svg.replace(/></g, '>\n<')}\n`);
    await writeFile(`${folder}${name}.png`, await picture.png({ scale: 1 }));
  }
}

describe('every kind of picture', () => {
  test('has a reference', async () => {
    const files = await readdir(folder);
    expect(files.sort()).toEqual(names.flatMap((name) => [`${name}.png`, `${name}.svg`]).sort());
  });

  test.each(names)('has the structure of its reference: %s', async (name) => {
    const before = anatomy((await readFile(`${folder}${name}.svg`, 'utf8')).trimEnd().replace(/>\n</g, '><'));
    const now = anatomy(pictures[name]!.svg);
    expect(now.skeleton).toBe(before.skeleton);
    expect(largestDifference(now.numbers, before.numbers)).toBeLessThan(0.15);
  });

  test.each(names)('looks like its reference as PNG: %s', async (name) => {
    const picture = pictures[name]!;
    const image = readPng(await picture.png({ scale: 1 }));
    expect([image.width, image.height]).toEqual([picture.width, picture.height]);
    expect(difference(image, readPng(await readFile(`${folder}${name}.png`)))).toBeLessThan(0.001);
  });

  test.each(names)('is a complete document, without styles or scripts: %s', (name) => {
    const { svg } = pictures[name]!;
    expect(svg).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg" width="\d+" height="\d+" viewBox=/);
    expect(svg).toContain('fill="#ffffff"');
    expect(svg).not.toMatch(/<style|style=|<script|NaN|undefined|Infinity|class=/);
  });
});

test('visible differences are detected', async () => {
  const reference = readPng(await readFile(`${folder}learning-curve.png`));
  const other = readPng(await plot.learningCurve({ loss: [1, 0.5, 0.4] }, { height: 300 }).png({ scale: 1 }));
  expect(difference(reference, other)).toBe(1);
  const { svg } = pictures['learning-curve']!;
  const recoloured = new plot.Picture(svg.replaceAll('#d55e00', '#009e73'), 704, 662);
  expect(difference(reference, readPng(await recoloured.png({ scale: 1 })))).toBeGreaterThan(0.005);
});
