/**
 * Replaces linearly independent vectors, one behind the other, by orthonormal ones that span the same spaces:
 * the Q of the QR decomposition whose R has a positive diagonal. Householder's reflections.
 */
export function orthonormalize(vectors: Float64Array, length: number): void {
  const count = vectors.length / length;
  const vector = (index: number) => vectors.subarray(index * length, (index + 1) * length);
  const reflectors: Float64Array[] = [];
  const signs: number[] = [];
  for (let k = 0; k < count; k++) {
    const tail = vector(k).subarray(k);
    const norm = Math.sqrt(dot(tail, tail));
    // Away from the first value, so that nothing cancels.
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
    // Later reflections leave this unit vector as it is.
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
