import { createRequire } from 'node:module';

import { ArgumentError, BackendError } from '../errors.js';
import type { Picture } from '../plot/index.js';
import { writeOutput } from './files.js';
import { print } from './terminal/output.js';

/** The path that stands for standard output. */
export const STDOUT = '-';

const RESVG = '@resvg/resvg-js';

/**
 * Checks, before any work is done, that pictures can be drawn as their paths say.
 *
 * @throws ArgumentError for an ending other than .svg and .png, BackendError for PNG without the package that draws it
 */
export function checkPictures(command: string, paths: readonly (string | undefined)[]): void {
  for (const path of paths) {
    if (path === undefined || path === STDOUT || /\.svg$/i.test(path)) continue;
    if (!/\.png$/i.test(path)) throw unknownEnding(command, path);
    if (!canDrawPng()) throw noPng(command, path);
  }
}

/** Writes a picture, as SVG or PNG by the ending of its path. */
export async function savePicture(command: string, picture: Picture, path: string): Promise<void> {
  if (path === STDOUT) await print(`${picture.svg}\n`);
  else await writeOutput(command, path, /\.png$/i.test(path) ? await picture.png() : picture.svg);
}

/** Whether the optional package that draws PNG images is installed. */
function canDrawPng(): boolean {
  try {
    createRequire(import.meta.url).resolve(RESVG);
    return true;
  } catch {
    return false;
  }
}

function unknownEnding(operation: string, path: string): ArgumentError {
  return new ArgumentError({
    code: 'picture-type',
    operation,
    actual: `the path of the picture is ${JSON.stringify(path)}`,
    expected: 'pictures are written as .svg or .png',
    remedy: 'end the path with one of these',
  });
}

function noPng(operation: string, path: string): BackendError {
  return new BackendError({
    code: 'no-png',
    operation,
    actual: `${path} is to be a PNG`,
    expected: `which needs the optional package ${RESVG}`,
    remedy: `run npm install ${RESVG}, or name an .svg`,
  });
}
