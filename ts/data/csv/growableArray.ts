/** A list of numbers that grows, in memory that is used as far as it is filled. */
export class Growing {
  #data = new Float64Array(0);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** Makes room for so many more, and as many in all as are expected. */
  room(count: number, expected = 0): Float64Array {
    const needed = this.#length + count;
    if (needed > this.#data.length) {
      const longer = new Float64Array(Math.max(needed, expected, Math.floor(this.#data.length * 1.5)));
      longer.set(this.#data.subarray(0, this.#length));
      this.#data = longer;
    }
    return this.#data.subarray(this.#length);
  }

  /** Keeps so many of those written into the room. */
  keep(count: number): void {
    this.#length += count;
  }

  push(value: number): void {
    if (this.#length === this.#data.length) this.room(1024);
    this.#data[this.#length++] = value;
  }

  /** What it holds. */
  finish(): Float64Array {
    return this.#data.subarray(0, this.#length);
  }
}
