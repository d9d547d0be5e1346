import type { Command } from 'commander';

import { examples } from '../../help.js';
import { loadModel } from '../../modelFile.js';
import { print, printJson } from '../../terminal/output.js';

export function define(command: Command): void {
  command
    .argument('<model>', 'a .safetensors file that train or save wrote')
    .option('--json', 'layers, training and state as JSON')
    .addHelpText('after', () => examples(['ferrograd summary mnist.safetensors']))
    .action(async (path: string, { json }: { json?: boolean }) => {
      const { net, notes } = await loadModel('summary', path);
      const { plan, training, state, dtype, seed, epochsBegun } = net.parts;
      if (json) {
        await printJson({
          name: net.name,
          dtype,
          seed,
          inputShape: net.inputShape,
          outputShape: net.outputShape,
          parameters: net.countParams(),
          layers: plan.layers.map(({ name, layer, outputShape }) => ({ name, ...layer.config, outputShape })),
          training: training && {
            optimizer: training.optimizer.config,
            loss: training.losses.map(({ config }) => config),
          },
          epochs: notes?.epochs ?? epochsBegun,
          steps: state.steps,
          ...(notes && {
            data: notes.data,
            task: notes.task,
            columns: notes.columns,
            scalings: notes.scalings,
          }),
        });
        return;
      }
      const facts = [
        training &&
          `Training: ${training.optimizer.name}, ${training.losses.map((loss) => loss.name).join(', ')}`,
        `Trained: ${notes?.epochs ?? epochsBegun} epochs, ${state.steps.toLocaleString('en')} steps${notes ? `, on ${notes.data}` : ''}`,
        notes?.task.kind === 'classes' && `Classes: ${notes.task.names.join(', ')}`,
        notes?.columns &&
          `Columns: ${notes.columns.features.join(', ')} → ${notes.columns.target}${notes.scalings ? ' (standardized)' : ''}`,
      ];
      await print(`${[net.summary({ print: () => undefined }), ...facts.filter(Boolean)].join('\n')}\n`);
    });
}
