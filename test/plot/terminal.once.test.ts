import { spawnSync } from 'node:child_process';
import { env, execPath } from 'node:process';

import { terminal } from 'ferrograd/plot';
import { describe, expect, test } from 'vitest';

import { shapes } from './gallery.js';

const images = { data: shapes(), shape: [12, 8, 8] };

describe('a learning curve in braille', () => {
  test('falls from the upper left to the lower right', () => {
    const text = terminal.learningCurve(
      { loss: [1, 0.75, 0.5, 0.25, 0] },
      { width: 20, height: 4, colours: false },
    );
    expect(text).toBe(
      [
        'loss',
        '  1 ┤⠑⠢⢄⡀',
        '    │   ⠈⠑⠒⠤⣀',
        '    │        ⠉⠒⠤⡀',
        '  0 ┤           ⠈⠑⠢⢄',
        '    └───────────────',
        '     1       epoch 5',
      ].join('\n'),
    );
  });

  test('is not wider than its width, with any numbers', () => {
    const loss = Array.from({ length: 500 }, (_, i) => 1e7 / (i + 1));
    for (const width of [20, 57, 200]) {
      const lines = terminal.learningCurve({ loss, valLoss: loss }, { width, colours: false }).split('\n');
      expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(width);
      expect(lines.filter((line) => line.startsWith('loss'))).toEqual(['loss, training', 'loss, validation']);
    }
  });

  test('has both curves in one chart with colours', () => {
    const text = terminal.learningCurve(
      { loss: [1, 0.5], valLoss: [0.9, 0.6] },
      { width: 40, colours: true },
    );
    expect(text.match(/epoch/g)).toHaveLength(1);
    expect(text).toContain('\u001b[38;5;32m━ training\u001b[0m');
    expect(text).toContain('\u001b[38;5;166m━ validation\u001b[0m');
  });
});

describe('images', () => {
  test('are drawn as characters, with wrong predictions marked', () => {
    const text = terminal.images(images, {
      width: 30,
      colours: false,
      truth: [0, 1, 2, 3].concat(Array<number>(8).fill(0)),
      predicted: [0, 2, 2, 3].concat(Array<number>(8).fill(0)),
    });
    const lines = text.split('\n');
    expect(lines).toHaveLength(9);
    expect(lines[0]).toMatch(/^ {3}[*#%@+]{2}/);
    expect(lines[8]).toMatch(/^0 +2 \(1\) ✗ +2$/);
  });

  test('are drawn as half blocks with two rows of pixels in a line', () => {
    const lines = terminal.images(images, { width: 30, colours: true, count: 1 }).split('\n');
    expect(lines).toHaveLength(4);
    expect(lines.every((line) => line.split('▀').length === 9 && line.endsWith('\u001b[0m'))).toBe(true);
    expect(lines[0]).toContain('\u001b[38;5;232;48;5;232m▀');
  });

  test('of photographs are drawn in the 6×6×6 colours of terminals', () => {
    const red = { data: Uint8Array.of(255, 0, 0, 0, 0, 255), shape: [1, 2, 1, 3] };
    expect(terminal.images(red, { colours: true })).toBe('\u001b[38;5;196;48;5;21m▀\u001b[0m');
  });

  test('that are too wide for the terminal are shrunk', () => {
    const wide = { data: new Uint8Array(100 * 100), shape: [1, 100, 100] };
    const lines = terminal.images(wide, { width: 40, colours: false }).split('\n');
    expect(lines).toHaveLength(34);
  });
});

describe('a confusion matrix as a table', () => {
  const matrix = [
    [50, 2, 0],
    [1, 45, 4],
    [0, 6, 44],
  ];

  test('has aligned columns without colours', () => {
    expect(terminal.confusionMatrix(matrix, { colours: false, classes: ['a', 'b', 'c'] })).toBe(
      [
        '       a   b   c',
        '   a  50   2   ·',
        '   b   1  45   4',
        '   c   ·   6  44',
        '',
        '91.45 % right; rows: true, columns: predicted',
      ].join('\n'),
    );
  });

  test('has a blue diagonal, orange mistakes and plain zeros with colours', () => {
    const text = terminal.confusionMatrix(matrix, { colours: true });
    expect(text).toContain('\u001b[38;5;231;48;5;25m 50 \u001b[0m');
    expect(text).toContain('\u001b[38;5;16;48;5;223m  2 \u001b[0m');
    expect(text).toMatch(/\u001b\[0m {2}· \u001b|\u001b\[0m {2}·$/m);
  });

  test('continues below where it is too wide', () => {
    const size = 30;
    const large = Array.from({ length: size }, (_, i) =>
      Array.from({ length: size }, (_, j) => (i === j ? 1000 : 0)),
    );
    const lines = terminal.confusionMatrix(large, { width: 60, colours: false }).split('\n');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(60);
    expect(lines.filter((line) => line.includes('1000'))).toHaveLength(size);
  });
});

describe('the output', () => {
  const script = `import { terminal } from 'ferrograd/plot';
    console.log(terminal.learningCurve({ loss: [1, 0.5], valLoss: [1, 0.7] }));`;
  const program = [...['--input-type=module', '-e'], script];
  const plain = { ...env, NO_COLOR: undefined, FORCE_COLOR: undefined, TERM: 'xterm-256color' };

  test('has lines of 80 characters and no colours on a pipe', () => {
    const { stdout, stderr } = spawnSync(execPath, program, { encoding: 'utf8', env: plain });
    expect(stderr).toBe('');
    expect(stdout).not.toContain('\u001b');
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBe(80);
  });

  const hasScript = process.platform === 'linux' && spawnSync('script', ['--version']).status === 0;
  test.skipIf(!hasScript)('has colours, unless NO_COLOR is set, and the width of the terminal', () => {
    const quoted = [execPath, ...program].map((part) => `'${part.replaceAll("'", "'\\''")}'`).join(' ');
    const inTerminal = (NO_COLOR?: string) =>
      spawnSync('script', ['-qec', `stty cols 50; ${quoted}`, '/dev/null'], {
        encoding: 'utf8',
        env: { ...plain, NO_COLOR },
      }).stdout;
    const coloured = inTerminal();
    expect(coloured).toContain('\u001b[38;5;32m');
    expect(coloured).toMatch(/└─{40,46}\r?\n/);
    expect(inTerminal('1')).not.toContain('\u001b[38');
  });
});
