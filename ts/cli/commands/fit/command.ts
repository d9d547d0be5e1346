import type { Command } from 'commander';

import { ArgumentError, DataError } from '../../../errors.js';
import { checkOutputs, writeOutput } from '../../files.js';
import { examples } from '../../help.js';
import { assignments, missing, whole } from '../../optionValues.js';
import { checkPictures, savePicture } from '../../pictures.js';
import { csv } from '../../table.js';
import { out as colours, print, printJson } from '../../terminal/output.js';
import { type CurveModel, exponential, type FittedCurve, polynomial } from './curve.js';
import { expression } from './expression.js';
import { fit, type FitPoints, residualsOf } from './fit.js';
import { readPoints } from './points.js';
import { exponentialStart, startFrom } from './start.js';

interface FitOptions {
  readonly polynomial?: number;
  readonly exponential?: boolean;
  readonly expression?: string;
  readonly start?: Readonly<Record<string, number>>;
  readonly x?: string;
  readonly y?: string;
  readonly missing?: 'error' | 'drop' | number;
  readonly out?: string;
  readonly plot?: string;
  readonly force?: boolean;
  readonly json?: boolean;
}

export function define(command: Command): void {
  command
    .argument('<table>', 'a .csv or .tsv file')
    .optionsGroup('Curve:')
    .option('--polynomial <degree>', 'c0 + c1*x + c2*x^2 + …', whole(0))
    .option('--exponential', 'a*exp(b*x)')
    .option('--expression <text>', 'a formula of x; all other names in it are parameters: "a*exp(-b*x) + c"')
    .option('--start <name=value>', 'where the search for parameters begins (default: 1 each)', assignments)
    .optionsGroup('Data:')
    .option('--x <column>', 'column of x (default: the first)')
    .option('--y <column>', 'column of y (default: the second)')
    .option('--missing <what>', 'for missing cells: error, drop or a number (default: error)', missing)
    .optionsGroup('Output:')
    .option('--plot <file>', 'picture of points, curve and residuals, .svg or .png')
    .option('--out <file>', 'table of points, curve and residuals')
    .option('-f, --force', 'replace files that exist')
    .option('--json', 'as JSON')
    .addHelpText('after', () =>
      examples(
        [
          'ferrograd fit measured.csv --polynomial 2 --plot fit.svg',
          'ferrograd fit decay.csv --exponential --x time --y activity',
          'ferrograd fit decay.csv --expression "a*exp(-b*x) + c" --start a=5,b=0.1,c=0',
        ],
        'The fit is by least squares; standard errors stand behind ±. Expressions may have + - * / ^, brackets, pi, e and\nthe functions of ferrograd ode.',
      ),
    )
    .action(fitCurve);
}

async function fitCurve(path: string, options: FitOptions): Promise<void> {
  const { plot, out } = options;
  checkPictures('fit', [plot]);
  await checkOutputs('fit', [plot, out], options);
  const curve = readCurve(options);
  const { names, points } = await readPoints(path, options);
  checkCount(curve, points);
  const start = options.start ?? {};
  const isEstimated = options.exponential && options.start === undefined;
  const fitted = fit(curve, points, isEstimated ? exponentialStart(points) : startFrom(curve, start));
  const results = resultsOf(fitted, points);
  if (out !== undefined) await writeOutput('fit', out, tableOf(fitted, points, names));
  if (plot !== undefined) await draw(fitted, points, names, plot);
  if (options.json) await printJson(results);
  else await print(textOf(results, names));
}

function readCurve({
  polynomial: degree,
  exponential: isExponential,
  expression: text,
}: FitOptions): CurveModel {
  const chosen = [
    degree !== undefined && polynomial(degree),
    isExponential && exponential,
    text !== undefined && expression(text),
  ];
  const [curve, ...others] = chosen.filter((one) => typeof one === 'object');
  if (curve && others.length === 0) return curve;
  throw new ArgumentError({
    code: 'curve',
    operation: 'fit',
    actual: curve ? 'there are several curves' : 'there is no curve to fit',
    expected: 'one is fitted at a time',
    remedy: 'pass --polynomial 2, --exponential or --expression "a*sin(b*x)"',
  });
}

function checkCount({ names }: CurveModel, { x }: FitPoints): void {
  if (x.length >= names.length) return;
  throw new DataError({
    code: 'few-points',
    operation: 'fit',
    actual: `there are ${x.length} points`,
    expected: `the curve has ${names.length} parameters`,
    remedy: 'choose a curve with fewer parameters, or measure more points',
  });
}

type Results = ReturnType<typeof resultsOf>;

function resultsOf({ curve, parameters, errors }: FittedCurve, points: FitPoints) {
  const residuals = residualsOf(curve, points, parameters);
  const squares = (values: Float64Array) => values.reduce((sum, value) => sum + value ** 2, 0);
  const mean = points.y.reduce((sum, value) => sum + value, 0) / points.y.length;
  const total = squares(points.y.map((value) => value - mean));
  return {
    curve: curve.text,
    parameters: Object.fromEntries(
      curve.names.map((name, i) => [name, { value: parameters[i] ?? NaN, error: errors[i] ?? NaN }]),
    ),
    r2: 1 - squares(residuals) / total,
    rms: Math.sqrt(squares(residuals) / residuals.length),
    points: residuals.length,
  };
}

function textOf({ curve, parameters, r2, rms, points }: Results, [, y]: readonly [string, string]): string {
  const entries = Object.entries(parameters);
  const width = Math.max(...entries.map(([name]) => name.length));
  const rows = entries.map(([name, { value, error }]) => {
    const spread = error === Infinity ? '' : ` ± ${error.toPrecision(2)}`;
    return `${name.padEnd(width)} = ${value.toPrecision(7)}${spread}\n`;
  });
  const quality = `R² ${r2.toPrecision(6)}, root mean square of the residuals ${rms.toPrecision(4)}, ${points} points\n`;
  return `${colours.bold(`${y} = ${curve}`)}\n${rows.join('')}${quality}`;
}

function tableOf(
  { curve, parameters }: FittedCurve,
  points: FitPoints,
  [x, y]: readonly [string, string],
): string {
  const fitted = points.x.map((at) => curve.value(at, parameters));
  return csv({ [x]: points.x, [y]: points.y, fitted, residual: residualsOf(curve, points, parameters) });
}

async function draw(
  fitted: FittedCurve,
  { x, y }: FitPoints,
  names: readonly [string, string],
  path: string,
): Promise<void> {
  const { fittedCurve } = await import('../../../plot/index.js');
  const { curve, parameters } = fitted;
  const [xLabel, yLabel] = names;
  const options = { xLabel, yLabel, label: curve.text };
  await savePicture(
    'fit',
    fittedCurve(x, y, (at) => curve.value(at, parameters), options),
    path,
  );
}
