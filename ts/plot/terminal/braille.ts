/** Bits of a braille character's dots: two columns, four rows. */
const DOTS = [
  [0x01, 0x02, 0x04, 0x40],
  [0x08, 0x10, 0x20, 0x80],
] as const;

const EMPTY = 0x2800;

/** A canvas of dots, two by four in a character. Each character belongs to the series of the last line through it. */
export class BrailleCanvas {
  readonly #bits: Uint8Array;
  readonly #series: Int16Array;

  /** Size of the canvas in characters. */
  constructor(
    readonly width: number,
    readonly height: number,
  ) {
    this.#bits = new Uint8Array(width * height);
    this.#series = new Int16Array(width * height).fill(-1);
  }

  /** Draws a line between two dots, which are counted from the lower left corner. */
  line([x0, y0]: readonly [number, number], [x1, y1]: readonly [number, number], series: number): void {
    const steps = Math.max(Math.abs(x1 - x0), Math.abs(y1 - y0), 1);
    for (let i = 0; i <= steps; i++) {
      this.#dot(Math.round(x0 + ((x1 - x0) * i) / steps), Math.round(y0 + ((y1 - y0) * i) / steps), series);
    }
  }

  #dot(x: number, y: number, series: number): void {
    const row = 4 * this.height - 1 - y;
    if (x < 0 || x >= 2 * this.width || row < 0 || row >= 4 * this.height) return;
    const cell = (row >> 2) * this.width + (x >> 1);
    this.#bits[cell] = (this.#bits[cell] ?? 0) | (DOTS[x & 1 ? 1 : 0][row & 3] ?? 0);
    this.#series[cell] = series;
  }

  /** The text of a row, counted from above; `paint` colours runs of characters of one series. */
  row(index: number, paint: (text: string, series: number) => string): string {
    let line = '';
    let run = '';
    let series = -1;
    const finish = () => {
      line += series < 0 ? run : paint(run, series);
      run = '';
    };
    for (let column = 0; column < this.width; column++) {
      const cell = index * this.width + column;
      const bits = this.#bits[cell] ?? 0;
      const own = this.#series[cell] ?? -1;
      if (own !== series) finish();
      series = own;
      run += bits === 0 ? ' ' : String.fromCharCode(EMPTY + bits);
    }
    finish();
    return line;
  }
}
