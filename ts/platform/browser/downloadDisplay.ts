/** Opens a display that shows nothing: pages show downloads their own way, through `onProgress`. */
export async function openDownloadDisplay() {
  return {
    update() {
      // A page draws its own progress.
    },
    close() {
      // Nothing was opened.
    },
  };
}
