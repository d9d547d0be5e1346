import type { SingleBar } from 'cli-progress';

/** Shows training to the user. */
export interface TrainingDisplay {
  /** Draws how far an epoch is. */
  bar(title: string, step: number, steps: number, figures: string): void;
  /** Takes the bar away. */
  clear(): void;
  line(text: string): void;
}

/** A bar on a terminal, lines there and elsewhere; both on standard error. */
export async function openDisplay(): Promise<TrainingDisplay> {
  const line = (text: string) => void process.stderr.write(`${text}\n`);
  const nothing = () => undefined;
  return process.stderr.isTTY ? { ...(await openBar()), line } : { bar: nothing, clear: nothing, line };
}

async function openBar(): Promise<Pick<TrainingDisplay, 'bar' | 'clear'>> {
  const { default: progress } = await import('cli-progress');
  let bar: SingleBar | undefined;
  return {
    bar(title, step, steps, figures) {
      if (bar) {
        bar.update(step, { title, figures });
        return;
      }
      bar = new progress.SingleBar({
        format: '{title} {bar} {percentage} % | {figures}',
        barCompleteChar: '█',
        barIncompleteChar: '░',
        clearOnComplete: true,
        // Its handler would swallow the first Ctrl-C.
        gracefulExit: false,
        stream: process.stderr,
      });
      bar.start(steps, step, { title, figures });
    },
    clear() {
      bar?.stop();
      bar = undefined;
    },
  };
}
