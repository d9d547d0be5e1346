import type { SingleBar } from 'cli-progress';
import type { DownloadProgress } from '../contracts.js';

/** Shows the user how far downloads are. */
export interface DownloadDisplay {
  update(progress: DownloadProgress): void;
  close(): void;
}

/** Opens the display on standard error: a progress bar on a terminal, a line for each download elsewhere. */
export async function openDownloadDisplay(operation: string): Promise<DownloadDisplay> {
  return process.stderr.isTTY ? openBar(operation) : lines(operation);
}

async function openBar(operation: string): Promise<DownloadDisplay> {
  const { default: progress } = await import('cli-progress');
  let bar: SingleBar | undefined;
  let shown = '';
  return {
    update({ file, url, loaded, total }) {
      if (url !== shown) {
        bar?.stop();
        shown = url;
        bar = new progress.SingleBar({
          format: `${operation}: {file} {bar} {percentage} % of {size}`,
          barCompleteChar: '█',
          barIncompleteChar: '░',
          emptyOnZero: true,
          // Its handler would swallow the first Ctrl-C.
          gracefulExit: false,
          stream: process.stderr,
        });
        bar.start(0, 0, { file, size: '?' });
      }
      if (total !== undefined) bar?.setTotal(total);
      bar?.update(loaded, { file, size: total === undefined ? '?' : sizeText(total) });
    },
    close() {
      bar?.stop();
    },
  };
}

function lines(operation: string): DownloadDisplay {
  let shown = '';
  return {
    update({ file, url }) {
      if (url === shown) return;
      shown = url;
      process.stderr.write(`${operation}: downloading ${file} from ${url}\n`);
    },
    close() {
      shown = '';
    },
  };
}

function sizeText(bytes: number): string {
  return bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}
