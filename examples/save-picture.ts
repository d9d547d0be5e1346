import { mkdir } from 'node:fs/promises';
import { relative } from 'node:path';
import { cwd } from 'node:process';
import { fileURLToPath } from 'node:url';

import type { Picture } from 'ferrograd/plot';

/** Writes a picture as SVG into the folder `pictures` beside the examples, and prints its path. */
export async function savePicture(name: string, picture: Picture): Promise<void> {
  const folder = new URL('pictures/', import.meta.url);
  await mkdir(folder, { recursive: true });
  const file = fileURLToPath(new URL(`${name}.svg`, folder));
  await picture.save(file);
  console.log(`picture: ${relative(cwd(), file)}`);
}
