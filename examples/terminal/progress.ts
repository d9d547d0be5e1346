import { SingleBar } from 'cli-progress';
import type { Callback } from 'ferrograd';

/** A progress bar for each epoch on a terminal; nothing on a pipe, where the program's line for each epoch is enough. */
export function showProgress(): Callback {
  if (!process.stderr.isTTY) return {};
  const bar = new SingleBar({
    format: 'Epoch {epoch} {bar} {percentage} % | loss {loss} | {speed} samples/s',
    barCompleteChar: '█',
    barIncompleteChar: '░',
    clearOnComplete: true,
    gracefulExit: false,
    hideCursor: true,
    stream: process.stderr,
  });
  let total = 0;
  return {
    onTrainBegin({ steps }) {
      total = steps;
    },
    onEpochBegin(epoch) {
      bar.start(total, 0, { epoch, loss: '…', speed: '…' });
    },
    onBatchEnd(_, { step, loss, samplesPerSecond }) {
      bar.update(step, {
        loss: loss.toFixed(4),
        speed: Math.round(samplesPerSecond).toLocaleString('en'),
      });
    },
    onEpochEnd() {
      bar.stop();
    },
    onTrainEnd() {
      bar.stop();
    },
  };
}
