import { fileURLToPath } from 'node:url';

import { BackendError } from '../../errors.js';

/** The part of `@resvg/resvg-js` that is used. */
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

/** Value of `imageRendering` that keeps pixels sharp: resvg ignores the attribute `image-rendering: pixelated`. */
const SHARP = 1;

/**
 * Draws a picture with `@resvg/resvg-js`, in the font of this package.
 *
 * @param isCovered whether that font has all characters of a text
 */
export async function toPng(
  { svg }: { readonly svg: string },
  scale: number,
  operation: string,
  isCovered: (text: string) => boolean,
): Promise<Uint8Array<ArrayBuffer>> {
  const resvg = await loadResvg(operation);
  const font = {
    // Searching the system's fonts takes long, so that is done only for characters that the font lacks.
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

/** All text between tags. */
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

/** Throws: there is no page in Node. */
export function toElement(_svg: string, operation: string): never {
  throw new BackendError({
    code: 'no-document',
    operation,
    actual: 'there is no page in Node',
    expected: 'an element belongs to one',
    remedy: 'use picture.svg, or save the picture',
  });
}
