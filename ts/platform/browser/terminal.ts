/** Plain text of the usual width: a page has no terminal. */
export const terminal = () => ({ columns: 80, hasColours: false });

/** Opens a display without bars, whose lines go to the console: pages draw training their own way, through callbacks. */
export async function openTrainingDisplay() {
  return {
    bar() {
      // A page draws its own progress.
    },
    clear() {
      // No bar was drawn.
    },
    line(text: string) {
      console.log(text);
    },
  };
}
