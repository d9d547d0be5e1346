import { encode } from '#vendor/encode-png.js';

import { svg, type SvgElement } from '../svg/element.js';

/** An image: its bytes, row by row with channels last, and its size. */
export interface Pixels {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
}

/** Draws an image into a rectangle, with its pixels as sharp squares. */
export function drawImage(
  pixels: Pixels,
  area: { x: number; y: number; width: number; height: number },
): SvgElement {
  const file = encode({ ...pixels, depth: 8 });
  return svg('image', {
    ...area,
    ...{
      href: `data:image/png;base64,${base64(file)}`,
      'image-rendering': 'pixelated',
      preserveAspectRatio: 'none',
    },
  });
}

function base64(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}
