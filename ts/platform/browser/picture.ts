import { BackendError } from '../../errors.js';

/** Draws a picture on a canvas, in the font of this package. */
export async function toPng(
  picture: { readonly svg: string; readonly width: number; readonly height: number },
  scale: number,
  operation: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const document = documentOf(operation, 'no-canvas', 'a canvas needs one');
  const { font } = await import('#vendor/dejavu-sans.js');
  const image = new Image();
  const source = withFont(picture.svg, font);
  // A data: address, not blob: - pages that restrict the sources of images usually allow data: addresses.
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(source)}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = Math.ceil(picture.width * scale);
  canvas.height = Math.ceil(picture.height * scale);
  const context = canvas.getContext('2d');
  context?.drawImage(image, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/png'));
  if (context && blob) return new Uint8Array(await blob.arrayBuffer());
  throw new BackendError({
    code: 'no-canvas',
    operation,
    actual: `the browser cannot draw a canvas of ${canvas.width} × ${canvas.height} pixels`,
    expected: 'a PNG image is drawn on one',
    remedy: 'pass a smaller scale',
  });
}

/** The source text with the font in it: images do not see the fonts of the page. */
function withFont(svg: string, font: string): string {
  const style = `<style>@font-face{font-family:'DejaVu Sans';src:url(data:font/ttf;base64,${font})}</style>`;
  return svg.replace('>', `>${style}`);
}

/** Makes an element of the page from the source text. */
export function toElement(svg: string, operation: string): SVGSVGElement {
  const document = documentOf(operation, 'no-document', 'an element belongs to one');
  const parsed = new DOMParser().parseFromString(svg, 'image/svg+xml');
  return document.importNode(parsed.documentElement as unknown as SVGSVGElement, true);
}

function documentOf(operation: string, code: string, expected: string): Document {
  const { document } = globalThis as { document?: Document };
  if (document) return document;
  throw new BackendError({
    code,
    operation,
    actual: 'there is no document here, as in a worker',
    expected,
    remedy: 'post picture.svg to the page',
  });
}
