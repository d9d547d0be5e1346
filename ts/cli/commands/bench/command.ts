import type { Command } from 'commander';

import { backend } from '../../../index.js';
import { examples } from '../../help.js';
import { notify, out, print, printJson } from '../../terminal/output.js';
import { higher, peaks, products, shareOf, solves, trainings } from './measurements.js';

export function define(command: Command): void {
  command
    .option('--json', 'as JSON')
    .addHelpText('after', () =>
      examples(
        ['ferrograd bench', 'FERROGRAD_BACKEND=wasm ferrograd bench'],
        'Takes a few seconds on one core: matrix products, training and a differential equation, beside the most\nmultiply-adds that the core can do. Close other programs first: they slow the measurements down.',
      ),
    )
    .action(async ({ json }: { json?: boolean }) => {
      notify(`measuring ${backend.name} (${backend.instructionSet}) …`);
      const first = peaks();
      const [measured, training, solving] = [products(), await trainings(), solves()];
      // Other programs may have slowed down one of the two measurements.
      const peak = higher(first, peaks());
      const report = {
        backend,
        peak,
        products: measured.map((one) => shareOf(one, peak)),
        training,
        solving,
      };
      if (json) await printJson(report);
      else await print(text(report));
    });
}

interface Report {
  readonly peak: ReturnType<typeof peaks>;
  readonly products: readonly ReturnType<typeof shareOf>[];
  readonly training: Awaited<ReturnType<typeof trainings>>;
  readonly solving: ReturnType<typeof solves>;
}

function text({ peak, products, training, solving }: Report): string {
  const row = (name: string, ...cells: string[]) =>
    name.padEnd(36) + cells.map((cell) => cell.padStart(14)).join('');
  const share = (gflops: number, of: number) => `${Math.round((100 * gflops) / of)} %`;
  return [
    out.bold(row(`${backend.name} (${backend.instructionSet}), one core`, 'GFLOP/s', 'of the peak')),
    row('peak of multiply-adds, float32', peak.float32.toFixed(0), ''),
    row('peak of multiply-adds, float64', peak.float64.toFixed(0), ''),
    ...products.map(({ shape, dtype, gflops }) =>
      row(`${shape}, ${dtype}`, gflops.toFixed(1), share(gflops, peak[dtype])),
    ),
    '',
    out.bold(row('training', 'GFLOP/s', 'of the peak', 'samples/s')),
    ...training.map(({ name, gflops, samplesPerSecond }) =>
      row(
        name,
        gflops.toFixed(1),
        share(gflops, peak.float32),
        Math.round(samplesPerSecond).toLocaleString('en'),
      ),
    ),
    '',
    out.bold(row('solving', 'ms', 'steps', 'µs/step')),
    ...solving.map(({ name, milliseconds, steps }) =>
      row(
        name,
        milliseconds.toFixed(2),
        steps.toLocaleString('en'),
        ((1000 * milliseconds) / steps).toFixed(2),
      ),
    ),
    '',
  ].join('\n');
}
