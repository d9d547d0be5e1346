import { expect, it } from 'vitest';
import { fromBfloat16, fromFloat16, toBfloat16, toFloat16 } from '../../dist/files/half.js';

it.each([
  ['float16', fromFloat16, toFloat16],
  ['bfloat16', fromBfloat16, toBfloat16],
])('every %s is converted exactly, and the number between two is rounded to the even one', (_, from, to) => {
  const wrong = [];
  for (let bits = 0; bits < 0x10000; bits++) {
    const value = from(bits);
    if (Number.isNaN(value)) continue;
    if (to(value) !== bits) wrong.push(bits);
    const next = from(bits + 1);
    if (!Number.isFinite(next) || (bits & 0x7fff) === 0x7fff) continue;
    const even = bits % 2 === 0 ? bits : bits + 1;
    const middle = (value + next) / 2;
    if (to(middle) !== even) wrong.push(middle);
    if (to(Math.fround(middle * 0.7 + value * 0.3)) !== bits) wrong.push(value);
    if (to(Math.fround(middle * 0.7 + next * 0.3)) !== bits + 1) wrong.push(next);
  }
  expect(wrong).toEqual([]);
  expect(from(to(NaN))).toBeNaN();
});
