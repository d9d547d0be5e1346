import { fileURLToPath } from 'node:url';

import { BackendError } from '../../errors.js';
import { isCovered } from '../../plot/figure/measure.js';

/** As much as is used of `@resvg/resvg-js`. */
interface ResvgModule {
  renderAsync(
    svg: string,
    options: {
      font: {
        loadSystemFonts: boolean;
        fontFiles: string[];
        defaultFontFamily: string;
        sansSerifFamily: string;
      };
      fitTo: { mode: 'zoom'; value: number };
      imageRendering: 0 | 1;
    },
  ): Promise<{ asPng(): Uint8Array<ArrayBuffer> }>;
}

/** It does not read `image-rendering: pixelated`, so this keeps the pixels of images sharp. */
const SHARP = 1;

/** Draws a picture with `@resvg/resvg-js`, in the font that comes along. */
export async function toPng(
  { svg }: { readonly svg: string },
  scale: number,
  operation: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const resvg = await loadResvg(operation);
  const font = {
    // Searching them takes long, so only for scripts that the font lacks.
    loadSystemFonts: !isCovered(textOf(svg)),
    fontFiles: [fileURLToPath(new URL('../../vendor/dejavu-sans.ttf', import.meta.url))],
    defaultFontFamily: 'DejaVu Sans',
    sansSerifFamily: 'DejaVu Sans',
  };
  const image = await resvg.renderAsync(svg, {
    font,
    fitTo: { mode: 'zoom', value: scale },
    imageRendering: SHARP,
  });
  return new Uint8Array(image.asPng());
}

/** Everything between tags. */
function textOf(svg: string): string {
  return svg.replace(/<[^>]*>/g, '').replace(/&\w+;/g, '');
}

async function loadResvg(operation: string): Promise<ResvgModule> {
  const name = '@resvg/resvg-js';
  try {
    const loaded = (await import(name)) as ResvgModule & { default?: ResvgModule };
    return loaded.default ?? loaded;
  } catch (cause) {
    const details = {
      code: 'no-resvg',
      operation,
      actual: `${name} could not be loaded`,
      expected: 'it draws PNG images in Node',
      remedy: `install it with npm i ${name}, or save the picture as .svg`,
    };
    throw new BackendError(details, { cause });
  }
}

/** There is no page in Node. */
export function toElement(_svg: string, operation: string): never {
  throw new BackendError({
    code: 'no-document',
    operation,
    actual: 'there is no page in Node',
    expected: 'an element belongs to one',
    remedy: 'use picture.svg, or save the picture',
  });
}
