/** Float64 values whose number is not known beforehand, in memory that grows by half when it is full. */
export class GrowableArray {
  #data = new Float64Array(0);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /**
   * Memory for at least `count` more values, to be written from its beginning; `advance` then adds them. Where it has to
   * grow, it grows to `expected` values in all, so that a good estimate spares later copies.
   */
  reserve(count: number, expected = 0): Float64Array {
    const needed = this.#length + count;
    if (needed > this.#data.length) {
      const longer = new Float64Array(Math.max(needed, expected, Math.floor(this.#data.length * 1.5)));
      longer.set(this.#data.subarray(0, this.#length));
      this.#data = longer;
    }
    return this.#data.subarray(this.#length);
  }

  /** Adds the first `count` of the values that were written into the reserved memory. */
  advance(count: number): void {
    this.#length += count;
  }

  push(value: number): void {
    if (this.#length === this.#data.length) this.reserve(1024);
    this.#data[this.#length++] = value;
  }

  /** The values so far, as a view. */
  values(): Float64Array {
    return this.#data.subarray(0, this.#length);
  }
}
