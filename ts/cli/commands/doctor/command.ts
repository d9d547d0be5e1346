import type { Command } from 'commander';

import { examples } from '../../help.js';
import { out, print, printJson } from '../../terminal/output.js';
import { choice, type ChoiceReport, tryBackends } from './backends.js';
import { dataVariable, machine, mnistFolder, optionalParts, wasmFeatures } from './machine.js';

export function define(command: Command): void {
  command
    .option('--json', 'as JSON')
    .addHelpText('after', () =>
      examples(
        ['ferrograd doctor', 'FERROGRAD_BACKEND=wasm ferrograd doctor'],
        'Exit code 1 where no backend can be used.',
      ),
    )
    .action(async ({ json }: { json?: boolean }) => {
      const chosen = await choice();
      const report = {
        ...machine(),
        backend: chosen,
        backends: tryBackends(),
        wasm: wasmFeatures(),
        parts: optionalParts(),
        mnist: mnistFolder() ?? null,
      };
      if (json) await printJson(report);
      else await print(text(report));
      if (chosen.name === undefined) process.exitCode = 1;
    });
}

function text(
  report: ReturnType<typeof machine> & {
    backend: ChoiceReport;
    backends: ReturnType<typeof tryBackends>;
    wasm: ReturnType<typeof wasmFeatures>;
    parts: ReturnType<typeof optionalParts>;
    mnist: string | null;
  },
): string {
  const { backend, backends, wasm } = report;
  const yes = (is: boolean, otherwise = 'no') => (is ? out.green('yes') : out.yellow(otherwise));
  const lines: [string, string][] = [
    ['ferrograd', `${report.ferrograd} on Node ${report.node} (V8 ${report.v8}), ${report.platform}`],
    ['processor', `${report.processor}, ${report.threads} threads; training uses one, solveEnsemble all`],
    ['backend', chosenText(backend)],
    ...backends.map(({ name, instructionSet, failure }): [string, string] => [
      `  ${name}`,
      instructionSet ?? out.yellow(failure ?? ''),
    ]),
    [
      'peak',
      backend.peak
        ? `${Math.round(backend.peak.float32)} GFLOP/s in float32, ${Math.round(backend.peak.float64)} in float64, one core`
        : 'unknown',
    ],
    [
      'wasm',
      Object.entries(wasm)
        .map(([feature, is]) => `${feature} ${yes(is)}`)
        .join(', '),
    ],
    [
      'data',
      report.mnist === null
        ? `MNIST is downloaded when it is needed${dataVariable() === '' ? '; FERROGRAD_DATA may name a folder that holds it' : ''}`
        : `MNIST in ${report.mnist}`,
    ],
    ...report.parts.map(({ name, use, version, install }): [string, string] => [
      'optional',
      version === undefined
        ? `${use}: ${out.yellow('not installed')}, ${install}`
        : `${use}: ${name} ${version}`,
    ]),
  ];
  return lines.map(([what, value]) => `${what.padEnd(15)} ${value}\n`).join('');
}

function chosenText({ name, instructionSet, reason, remedy }: ChoiceReport): string {
  if (name === undefined) return `${out.red('none')}: ${reason}${remedy === undefined ? '' : `; ${remedy}`}`;
  return `${out.green(`${name} (${instructionSet ?? ''})`)}: ${reason}`;
}
