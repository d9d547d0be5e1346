/** SHA-256 of the bytes of arrays, in hexadecimal. @param {Float64Array[]} arrays */
export async function hash(...arrays) {
  const values = Float64Array.from(arrays.flatMap((array) => [...array]));
  const digest = await crypto.subtle.digest('SHA-256', values);
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
