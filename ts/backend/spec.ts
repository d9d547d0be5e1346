import type { ProgramSpec, OpSpec } from './backend.js';

/**
 * The text in which a program's specification is passed to the kernels, one item a line:
 *
 *     batch 10
 *     input 28 28
 *     layer dense from=0 units=30 bias=1 activation=sigmoid
 *     output 1
 *     loss quadratic
 *     optimizer sgd momentum=0.9
 *     accuracy 1
 */
export function specText(spec: ProgramSpec): string {
  const { batchSize, inputShapes, layers, outputs, losses = [], optimizer } = spec;
  const lines = [
    `batch ${batchSize}`,
    ...inputShapes.map((shape) => `input ${shape.join(' ')}`),
    ...layers.map(
      ({ op: { kind, ...values }, inputIds }) =>
        `layer ${opText({ kind, from: inputIds.join(), ...values })}`,
    ),
    `output ${outputs.join(' ')}`,
    ...losses.map((loss) => `loss ${opText(loss)}`),
  ];
  if (optimizer) lines.push(`optimizer ${opText(optimizer)}`);
  if (spec.accuracy) lines.push('accuracy 1');
  if (spec.collect) lines.push('collect 1');
  if (spec.inputGradients) lines.push('inputGradients 1');
  if (spec.seed) lines.push(`seed ${spec.seed}`);
  return lines.join('\n');
}

function opText({ kind, ...values }: OpSpec): string {
  return [kind, ...Object.entries(values).map(([name, value]) => `${name}=${valueText(value)}`)].join(' ');
}

function valueText(value: string | number | boolean): string {
  return String(typeof value === 'boolean' ? Number(value) : value);
}
