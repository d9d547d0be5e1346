import { isatty } from 'node:tty';

import type { SingleBar } from 'cli-progress';

/** The terminal that text is printed to. */
export interface Terminal {
  /** Characters in a line. */
  readonly columns: number;
  /** Whether escape sequences for colours are wanted: on a terminal, unless NO_COLOR is set. */
  readonly hasColours: boolean;
}

/** Width and colours of standard output. */
export function terminal(): Terminal {
  const { stdout, env } = process;
  const isRefused = Boolean(env['NO_COLOR']) || env['TERM'] === 'dumb';
  // Terminals that do not know their width report 0.
  return { columns: stdout.columns || 80, hasColours: isatty(1) && !isRefused };
}

/** Shows the user how far a training is. */
export interface TrainingDisplay {
  /** Draws or updates the bar of an epoch; `metrics` stands behind it. */
  bar(title: string, step: number, steps: number, metrics: string): void;
  /** Removes the bar. */
  clear(): void;
  /** Writes a line that stays. */
  line(text: string): void;
}

/** Opens the display on standard error: a bar and lines on a terminal, lines alone elsewhere. */
export async function openTrainingDisplay(): Promise<TrainingDisplay> {
  const line = (text: string) => void process.stderr.write(`${text}\n`);
  const nothing = () => undefined;
  return process.stderr.isTTY ? { ...(await openBar()), line } : { bar: nothing, clear: nothing, line };
}

async function openBar(): Promise<Pick<TrainingDisplay, 'bar' | 'clear'>> {
  const { default: progress } = await import('cli-progress');
  let bar: SingleBar | undefined;
  return {
    bar(title, step, steps, metrics) {
      if (bar) {
        bar.update(step, { title, metrics });
        return;
      }
      bar = new progress.SingleBar({
        format: '{title} {bar} {percentage} % | {metrics}',
        barCompleteChar: '█',
        barIncompleteChar: '░',
        clearOnComplete: true,
        // Its handler would swallow the first Ctrl-C.
        gracefulExit: false,
        stream: process.stderr,
      });
      bar.start(steps, step, { title, metrics });
    },
    clear() {
      bar?.stop();
      bar = undefined;
    },
  };
}
