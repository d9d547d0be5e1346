/** What `ts/plot` uses of fast-png: one byte a channel, 1 (grey), 3 (RGB) or 4 (RGBA) channels. */
export function encode(image: {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
  readonly depth?: 8;
  readonly channels: 1 | 3 | 4;
}): Uint8Array<ArrayBuffer>;
