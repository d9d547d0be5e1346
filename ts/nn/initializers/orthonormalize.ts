/**
 * Replaces linearly independent vectors by orthonormal ones that span the same spaces: the Q of the QR decomposition
 * whose R has a positive diagonal, by Householder reflections.
 *
 *     for each vector k:       H[k] = the reflection that makes its values behind k zero; apply it to later vectors
 *     for each unit vector k:  Q[k] = ±H[0] H[1] … H[k] e[k]
 *
 * The second loop starts from unit vectors instead of multiplying matrices, as reflections after k leave e[k] as it is.
 *
 * @param vectors the vectors, stored one after the other; replaced in place
 * @param length number of values of each vector
 */
export function orthonormalize(vectors: Float64Array, length: number): void {
  const count = vectors.length / length;
  const vector = (index: number) => vectors.subarray(index * length, (index + 1) * length);
  const reflectors: Float64Array[] = [];
  const signs: number[] = [];
  for (let k = 0; k < count; k++) {
    const tail = vector(k).subarray(k);
    const norm = Math.sqrt(dot(tail, tail));
    // The sign opposite to the first value, so that the subtraction below does not cancel digits.
    const sign = (tail[0] ?? 0) < 0 ? 1 : -1;
    const reflector = tail.slice();
    reflector[0] = (tail[0] ?? 0) - sign * norm;
    scale(reflector, 1 / Math.sqrt(dot(reflector, reflector)));
    for (let j = k + 1; j < count; j++) reflect(vector(j).subarray(k), reflector);
    reflectors.push(reflector);
    signs.push(sign);
  }
  vectors.fill(0);
  for (let k = 0; k < count; k++) {
    const result = vector(k);
    result[k] = signs[k] ?? 1;
    // Reflections after k do not change this unit vector, so they are left out.
    for (let j = k; j >= 0; j--) reflect(result.subarray(j), reflectors[j] ?? result);
  }
}

/** `x ← x − 2 v (v·x)` for a unit vector v. */
function reflect(x: Float64Array, v: Float64Array): void {
  const factor = 2 * dot(x, v);
  for (let i = 0; i < x.length; i++) x[i] = (x[i] ?? 0) - factor * (v[i] ?? 0);
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return sum;
}

function scale(x: Float64Array, factor: number): void {
  for (let i = 0; i < x.length; i++) x[i] = (x[i] ?? 0) * factor;
}
