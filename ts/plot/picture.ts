import { writeFileAtomic } from '#platform/atomicWrite.js';
import { toElement, toPng } from '#platform/picture.js';

import { checkOptions, positiveNumber, show } from '../checks.js';
import { ArgumentError } from '../errors.js';
import { isCovered } from './figure/measure.js';

/** Types of a page's elements where the project has them (lib `dom`), so that other projects need not have it. */
export type PageElement = typeof globalThis extends { Element: { prototype: infer Type } } ? Type : unknown;
type PageSvg = typeof globalThis extends { SVGSVGElement: { prototype: infer Type } } ? Type : unknown;

export interface PngOptions {
  /** Pixels of the image for each pixel of the picture; 2 by default. */
  readonly scale?: number | undefined;
}

/** A picture as an SVG document, the same in Node and in the browser. */
export class Picture {
  constructor(
    /** The source text of an SVG document. */
    readonly svg: string,
    /** Width in pixels. */
    readonly width: number,
    /** Height in pixels. */
    readonly height: number,
  ) {}

  /** The source text of the SVG document. */
  toString(): string {
    return this.svg;
  }

  /**
   * Draws the picture as a PNG file and returns its bytes. In Node that needs the optional package `@resvg/resvg-js`, in a
   * page it uses a canvas.
   *
   * @throws ArgumentError for a scale that is no positive number or makes more than 16,384 pixels a side
   * @throws BackendError `no-resvg` in Node without `@resvg/resvg-js`, `no-canvas` where there is no document
   * @example const bytes = await learningCurve(history).png({ scale: 3 })
   */
  async png(options: PngOptions = {}): Promise<Uint8Array<ArrayBuffer>> {
    checkOptions(options, ['scale'], 'png');
    const scale = positiveNumber(options.scale ?? 2, 'scale', 'png');
    const longest = Math.max(this.width, this.height);
    if (longest * scale > LONGEST) throw tooLarge(scale, longest);
    return toPng(this, scale, 'png', isCovered);
  }

  /**
   * Writes the picture as SVG or PNG, by the ending of the path, whole or not at all. In a page it is offered as a download.
   *
   * @throws ArgumentError for another ending
   * @throws DataError for a file that cannot be written; an earlier one is unchanged
   * @throws BackendError as `png` does
   * @example await learningCurve(history).save('curve.svg')
   */
  async save(path: string | URL, options: PngOptions = {}): Promise<void> {
    checkOptions(options, ['scale'], 'save');
    const ending = endingOf(path);
    const bytes = ending === 'svg' ? new TextEncoder().encode(this.svg) : await this.png(options);
    await writeFileAtomic(path, bytes, 'save');
  }

  /**
   * Makes a new SVG element for the page.
   *
   * @throws BackendError `no-document` where there is no page, as in Node
   * @example document.body.append(learningCurve(history).element())
   */
  element(): PageSvg {
    return toElement(this.svg, 'element');
  }
}

/** Longest side in pixels of the images that browsers can draw. */
const LONGEST = 16_384;

function endingOf(path: unknown): 'svg' | 'png' {
  const name = path instanceof URL ? path.pathname : path;
  const ending = typeof name === 'string' ? /\.(svg|png)$/i.exec(name)?.[1]?.toLowerCase() : undefined;
  if (ending === 'svg' || ending === 'png') return ending;
  throw unknownEnding(path);
}

function tooLarge(scale: number, side: number): ArgumentError {
  return new ArgumentError({
    code: 'too-large',
    operation: 'png',
    actual: `scale ${scale} makes an image ${Math.ceil(side * scale)} pixels long`,
    expected: `the longest is ${LONGEST}`,
    remedy: `pass a scale of at most ${Math.floor((10 * LONGEST) / side) / 10}`,
  });
}

function unknownEnding(path: unknown): ArgumentError {
  return new ArgumentError({
    code: 'picture-type',
    operation: 'save',
    actual: `the path is ${path instanceof URL ? path.href : show(path)}`,
    expected: 'a picture is written as .svg or .png',
    remedy: "end the path with one of these, such as 'curve.svg'",
  });
}
