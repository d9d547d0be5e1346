import { readdir, writeFile } from 'node:fs/promises';

import { expect, test } from 'vitest';

import { expectRefusal, ferrograd, ferrogradProcess, inFolder, useFolder } from './run.js';

useFolder();

const ode = (equations: string, ...options: string[]) => {
  return ['ode', equations, '--y0', '1', '--span', '0,1', ...options];
};

test.each([
  ['a missing argument', ['train'], /missing required argument 'data'; see ferrograd train --help/],
  ['an argument too many', ['summary', 'a', 'b'], /too many arguments/],
  ['an option without its value', ['train', 'xor', '--epochs'], /'-e, --epochs <n>' argument missing/],
  [
    'a text in place of a number',
    ['train', 'xor', '--epochs', 'x'],
    /'x' is invalid, it must be a whole number/,
  ],
  ['a share of 1', ['train', 'xor', '--validation', '1'], /from 0 to below 1/],
  ['a negative rate', ['train', 'xor', '--rate', '-1'], /at least 0/],
  ['layers of a text in place of a size', ['train', 'digits', '-l', '64-abc'], /"64-abc".*64-30-10/],
  ['a layer of 0 units', ['train', 'digits', '-l', '64-0-10'], /whole numbers of units/],
  ['a single layer', ['train', 'digits', '-l', '64'], /between hyphens/],
  [
    'a first layer that does not fit the samples',
    ['train', 'digits', '-l', '784-30-10'],
    /begin with 784, a sample has 64 values/,
  ],
  [
    'a last layer that does not fit the classes',
    ['train', 'digits', '-l', '64-30-9'],
    /end with 9, there are 10 outputs/,
  ],
  ['layers of damaged JSON', ['train', 'digits', '-l', '[{"kind":'], /the layers cannot be read/],
  ['layers of JSON that is no list', ['train', 'digits', '-l', '{"layers":3}'], /list of layers/],
  ['a dense layer without units', ['train', 'digits', '-l', '[{"kind":"dense"}]'], /units/],
  ['an option of an optimizer without a value', ['train', 'xor', '-o', 'sgd:momentum'], /sgd:option=value/],
  ['a picture of another type', ['train', 'xor', '--curve', 'a.pdf'], /"a.pdf".*\.svg or \.png/],
  ['two outputs with one name', ['train', 'xor', '--out', 'a.svg', '--curve', 'a.svg'], /two outputs/],
  ['an equation without a derivative', ode('x = -x'), /derivative on the left/],
  ['an equation without a right side', ode("x' ="), /expression on the right/],
  ['two equations for one state', ode("x' = 1; x'' = 2"), /two equations for x/],
  ['an incomplete expression', ode("x' = -(x"), /cannot be read at character/],
  ['an unknown name in an expression', ode("x' = -k*x"), /no name "k".*declare it as a parameter/],
  [
    'too few initial values',
    ['ode', "x'=y; y'=x", '--y0', '1', '--span', '0,1'],
    /1 values, the system has 2: x, y/,
  ],
  ['a text in place of an initial value', ['ode', "x'=x", '--y0', 'a', '--span', '0,1'], /--y0 has "a"/],
  [
    'a missing initial value',
    ['ode', "x'=y; y'=x", '--y0', 'x=1', '--span', '0,1'],
    /--y0 lacks y, the states are x, y/,
  ],
  ['a span of three numbers', ['ode', "x'=x", '--y0', '1', '--span', '0,1,2'], /span has 3 numbers/],
  ['a number of steps for RK45', ode("x'=x", '--steps', '3'), /chooses its steps itself/],
  ["Euler's method without a number of steps", ode("x'=x", '--method', 'euler'), /without --steps/],
  [
    "a number of points for Euler's method",
    ode("x'=x", '-m', 'euler', '--steps', '3', '--points', '3'),
    /leave --rtol.*--points and events out/,
  ],
  [
    'layers for a resumed model',
    ['train', 'xor', '-l', '2-3-2', '--resume', 'a'],
    /'-l, --layers <text>' cannot be used with option '--resume <model>'/,
  ],
  ['an unknown command with options', ['trian', '--epochs', '3'], /unknown command 'trian'/],
  ['an unknown option without a command', ['--jsno'], /unknown option '--jsno'/],
  ['a parameter without a value', ode("x'=a", '--param', 'a'), /such as a=1,b=2/],
  ['a phase plot of one state', ode("x'=x", '--phase', 'a.svg'), /the only state is x/],
  ['a tolerance below 0', ode("x'=x", '--rtol', '-1'), /at least 0/],
])('%s is reported as wrong usage in one sentence, with code 2 and no file', async (_, args, message) => {
  expectRefusal(await ferrograd(args), 2, message);
  expect(await readdir(inFolder(''))).toEqual([]);
});

test.each([
  ['a file of an unknown type', ['train', 'table.xlsx'], /table\.xlsx is of an unknown type.*\.csv/],
  ['a model file that does not exist', ['summary', 'a.safetensors'], /a\.safetensors is not a file/],
  ['a file that is no model', ['summary', 'text.txt'], /text\.txt is in another format/],
  ['a history file that does not exist', ['plot', 'a.csv'], /a\.csv is not a file/],
  ['a table that cannot be drawn', ['plot', 'other.csv'], /first column of other\.csv is "a".*epoch.*t/],
  [
    'a cell of a history that is no number',
    ['plot', 'broken.csv'],
    /broken\.csv: line 3, column loss is "x"/,
  ],
  [
    'a row of a history with too many cells',
    ['plot', 'ragged.csv'],
    /ragged\.csv: line 2 has 3 cells, the header has 2/,
  ],
  ['a history without rows', ['plot', 'empty.csv'], /empty\.csv has no rows/],
  [
    'an output folder that does not exist',
    ['train', 'xor', '--out', 'no/a.safetensors'],
    /folder is not there; .*mkdir -p no/,
  ],
  ['a file of layers that does not exist', ['train', 'xor', '-l', 'no.json'], /no\.json cannot be read/],
  [
    'a solution that ends before its span',
    ['ode', "x'=x^2", '--y0', '1', '--span', '0,2'],
    /ends at t = 0\.99/,
  ],
])('%s is reported as a failure in one sentence, with code 1 and no new file', async (_, args, message) => {
  const files = {
    'text.txt': 'a text',
    'table.xlsx': 'PK',
    'other.csv': 'a,b\n1,2\n',
    'broken.csv': 'epoch,loss\n0,1\n1,x\n',
    'ragged.csv': 'epoch,loss\n0,1,2\n',
    'empty.csv': 'epoch,loss\n',
  };
  for (const [name, text] of Object.entries(files)) await writeFile(inFolder(name), text);
  expectRefusal(await ferrograd(args), 1, message);
  expect((await readdir(inFolder(''))).sort()).toEqual(Object.keys(files).sort());
});

test('the codes are the exit codes of the process', async () => {
  expectRefusal(await ferrogradProcess(['train', 'xor', '--epochs', 'x']), 2, /whole number/);
  expectRefusal(await ferrogradProcess(['summary', 'a.safetensors']), 1, /is not a file/);
  expect(await ferrogradProcess(['summary', '--help'])).toMatchObject({ code: 0, stderr: '' });
});
