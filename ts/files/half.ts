/** Conversion of the floating-point numbers of two bytes, IEEE 754 binary16 and bfloat16, which are passed as integers. */

const { pow, round, floor } = Math;

/** The float32 with the value of a binary16: 1 sign, 5 exponent and 10 fraction bits. */
export function fromFloat16(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * pow(2, -24);
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (1 + fraction / 1024) * pow(2, exponent - 15);
}

/** The nearest binary16 to a float32, ties to even; from 65520 on, infinity. */
export function toFloat16(value: number): number {
  if (Number.isNaN(value)) return 0x7e00;
  const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0;
  const size = Math.abs(value);
  if (size >= 65520) return sign | 0x7c00;
  // Numbers below 2⁻¹⁴ are subnormal, equally far apart. A fraction that rounds up to 1024 carries into the exponent.
  const exponent = size < pow(2, -14) ? -14 : floor(Math.log2(size));
  const steps = roundTiesToEven(size * pow(2, 10 - exponent));
  return sign | (steps + (exponent + 14) * 1024);
}

/** The float32 whose upper half these bits are. */
export function fromBfloat16(bits: number): number {
  words[0] = bits << 16;
  return float[0] ?? NaN;
}

/** The nearest bfloat16 to a float32, ties to even. */
export function toBfloat16(value: number): number {
  if (Number.isNaN(value)) return 0x7fc0;
  float[0] = value;
  const word = words[0] ?? 0;
  return ((word + 0x7fff + ((word >>> 16) & 1)) >>> 16) & 0xffff;
}

const float = new Float32Array(1);
const words = new Uint32Array(float.buffer);

function roundTiesToEven(value: number): number {
  const rounded = round(value);
  return rounded - value === 0.5 && rounded % 2 === 1 ? rounded - 1 : rounded;
}
