import { describe, expect, test } from 'vitest';

import packageJson from '../../package.json' with { type: 'json' };
import { expectRefusal, ferrograd, ferrogradProcess, useFolder } from './run.js';

useFolder();

const commands = ['train', 'predict', 'evaluate', 'summary', 'plot', 'ode', 'fit', 'doctor', 'bench'];

describe('help', () => {
  test('lists every command, with examples', async () => {
    const { code, stdout, stderr } = await ferrograd(['--help']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    for (const command of commands) expect(stdout).toMatch(new RegExp(`^  ${command} `, 'm'));
    expect(stdout).toMatch(/^Examples:\n {2}ferrograd /m);
  });

  test('is printed when there are no arguments', async () => {
    expect(await ferrograd([])).toEqual(await ferrograd(['--help']));
  });

  test.each(commands)('of %s has examples of that command', async (command) => {
    const { code, stdout } = await ferrograd([command, '--help']);
    expect(code).toBe(0);
    expect(stdout).toMatch(new RegExp(`^Usage: ferrograd ${command} `));
    expect(stdout).toMatch(new RegExp(`^Examples:\\n(  FERROGRAD_\\w+=\\w+)?  ferrograd ${command}`, 'm'));
    expect(await ferrograd(['help', command])).toMatchObject({ code: 0, stdout });
  });

  test('goes with --version, which prints the version of the package', async () => {
    expect(await ferrograd(['--version'])).toEqual({
      code: 0,
      stdout: `${packageJson.version}\n`,
      stderr: '',
    });
  });

  test('has colours only where FORCE_COLOR asks for them', async () => {
    const escape = '\u001b[';
    expect((await ferrogradProcess(['--help'], { env: { CI: 'true' } })).stdout).not.toContain(escape);
    expect((await ferrogradProcess(['--help'], { env: { FORCE_COLOR: '1' } })).stdout).toContain(escape);
    const both = { FORCE_COLOR: '1', NO_COLOR: '1' };
    expect((await ferrogradProcess(['--help'], { env: both })).stdout).not.toContain(escape);
  });
});

describe('a mistyped', () => {
  test.each([
    ['command', ['trian'], /unknown command 'trian' \(Did you mean train\?\); see ferrograd --help/],
    ['option', ['train', '--epohcs', '3', 'xor'], /'--epohcs' \(Did you mean --epochs\?\)/],
    ['data set', ['train', 'mnits'], /no data set or file "mnits".*did you mean 'mnist'/],
    ['optimizer', ['train', 'xor', '-o', 'adma'], /no optimizer "adma".*did you mean 'adam'/],
    ['option of an optimizer', ['train', 'xor', '-o', 'sgd:momentm=1'], /"momentm".*did you mean 'momentum'/],
    ['loss', ['train', 'xor', '--loss', 'quadartic'], /no loss "quadartic".*did you mean 'quadratic'/],
    ['schedule', ['train', 'xor', '--schedule', 'cosin'], /no schedule "cosin".*did you mean 'cosine'/],
    ['activation', ['train', 'xor', '--activation', 'rlue'], /"rlue".*did you mean 'relu'/],
    ['activation of a layer', ['train', 'xor', '-l', '2-3:tnah-2'], /"tnah".*did you mean 'tanh'/],
    ['layer', ['train', 'xor', '-l', '[{"kind":"dnese"}]'], /no layer "dnese".*did you mean 'dense'/],
    ['type', ['train', 'xor', '--dtype', 'flaot64'], /no dtype "flaot64".*did you mean 'float64'/],
    ['method', ['ode', "x'=1", '--y0', '1', '--span', '0,1', '-m', 'RK54'], /"RK54".*did you mean 'RK45'/],
    ['system', ['ode', 'lorentz', '--y0', '1', '--span', '0,1'], /"lorentz".*did you mean 'lorenz'/],
    [
      'parameter',
      ['ode', 'lorenz', '-p', 'roh=1', '--y0', '1', '--span', '0,1'],
      /"roh".*did you mean 'rho'/,
    ],
    ['function', ['ode', "x'=sni(x)", '--y0', '1', '--span', '0,1'], /function "sni".*did you mean 'sin'/],
    [
      'state',
      ['ode', 'lorenz', '--y0', '1,1,1', '--span', '0,1', '--states', 'x,zz'],
      /"zz".*did you mean 'z'/,
    ],
  ])('%s is refused with the name that was meant', async (_, args, message) => {
    expectRefusal(await ferrograd(args), 2, message);
  });
});
