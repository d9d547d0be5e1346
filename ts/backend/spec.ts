import type { ProgramSpec, Unit } from './backend.js';

/**
 * The text in which a program's specification crosses to the kernels, one item a line:
 *
 *     batch 10
 *     input 28 28
 *     layer dense units=30 bias=1 activation=sigmoid
 *     loss quadratic
 *     optimizer sgd momentum=0.9
 *     accuracy 1
 */
export function specText(spec: ProgramSpec): string {
  const lines = [
    `batch ${spec.batchSize}`,
    `input ${spec.inputShape.join(' ')}`,
    ...spec.layers.map((layer) => `layer ${unitText(layer)}`),
  ];
  if (spec.loss) lines.push(`loss ${unitText(spec.loss)}`);
  if (spec.optimizer) lines.push(`optimizer ${unitText(spec.optimizer)}`);
  if (spec.accuracy) lines.push('accuracy 1');
  return lines.join('\n');
}

function unitText({ kind, ...values }: Unit): string {
  return [kind, ...Object.entries(values).map(([name, value]) => `${name}=${valueText(value)}`)].join(' ');
}

function valueText(value: string | number | boolean): string {
  return String(typeof value === 'boolean' ? Number(value) : value);
}
