/** Pages show downloads their own way, through `onProgress`. */
export async function openDisplay() {
  return {
    update() {
      // nothing to draw on
    },
    close() {
      // nothing was opened
    },
  };
}
