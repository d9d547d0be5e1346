import type { DType } from '../../array.js';
import { type Shape, shapeText } from '../../shape.js';
import { countValues, type Plan } from '../compile/plan.js';

export interface SummaryOptions {
  /** Takes the text; prints to the console by default. */
  readonly print?: ((text: string) => void) | undefined;
}

/** The layers of a model as a table like Keras'; for a graph with a column of what each layer reads. */
export function summaryText(name: string, dtype: DType, plan: Plan): string {
  const { inputs, layers } = plan;
  const tensors = [...inputs, ...layers].map(({ name }) => name);
  const isChain =
    inputs.length === 1 && layers.every(({ inputIds }, index) => inputIds.join() === String(index));
  const row = (name: string, shape: Shape, from: readonly number[], count: number) => [
    name,
    shapeText(['n', ...shape]),
    ...(isChain ? [] : [from.map((tensor) => tensors[tensor] ?? '').join(', ')]),
    count.toLocaleString('en'),
  ];
  const rows = layers.map(({ name, layer, outputShape, inputIds, parameters }) =>
    row(`${name} (${layer.kind})`, outputShape, inputIds, countValues(parameters)),
  );
  const inputRows = isChain ? [] : inputs.map(({ name, shape }) => row(`${name} (input)`, shape, [], 0));
  const count = countValues(plan.parameters);
  const bytes = count * (dtype === 'float32' ? 4 : 8);
  return [
    `Model: ${name} (${dtype}, input ${plan.inputs.map(({ shape }) => shapeText(['n', ...shape])).join(', ')})`,
    table(
      ['Layer (kind)', 'Output shape', ...(isChain ? [] : ['Connected to']), 'Parameters'],
      [...inputRows, ...rows],
    ),
    `Parameters: ${count.toLocaleString('en')} (${sizeText(bytes)})`,
  ].join('\n');
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = heads.map((head, column) =>
    rows.reduce((width, row) => Math.max(width, (row[column] ?? '').length), head.length),
  );
  const line = (row: readonly string[]) =>
    `│ ${row.map((cell, column) => pad(cell, widths[column] ?? 0, column === heads.length - 1)).join(' │ ')} │`;
  const rule = (left: string, middle: string, right: string) =>
    left + widths.map((width) => '─'.repeat(width + 2)).join(middle) + right;
  return [rule('┌', '┬', '┐'), line(heads), rule('├', '┼', '┤'), ...rows.map(line), rule('└', '┴', '┘')].join(
    '\n',
  );
}

function pad(cell: string, width: number, isNumber: boolean): string {
  return isNumber ? cell.padStart(width) : cell.padEnd(width);
}

function sizeText(bytes: number): string {
  const power = bytes < 1024 ? 0 : Math.min(3, Math.floor(Math.log2(bytes) / 10));
  return `${(bytes / 1024 ** power).toFixed(power === 0 ? 0 : 2)} ${['B', 'KiB', 'MiB', 'GiB'][power] ?? ''}`;
}
