import { readdir, readFile } from 'node:fs/promises';

import { load } from 'ferrograd';
import { describe, expect, test } from 'vitest';

import { ferrograd, inFolder, type Outcome, useFolder } from './run.js';

useFolder();

const long = ['train', 'digits', '--epochs', '100000000'];

/** Trains until a second line of progress, then is sent a signal. */
function interrupted(args: readonly string[], signal: NodeJS.Signals): Promise<Outcome> {
  let isSent = false;
  return ferrograd(args, {
    onError(text, interrupt) {
      if (isSent || text.split('\n').length < 3) return;
      isSent = true;
      interrupt(signal);
    },
  });
}

describe.runIf(process.platform !== 'win32')('Ctrl-C', () => {
  test('saves a checkpoint, with which training goes on', async () => {
    const { code, stdout, stderr } = await interrupted(long, 'SIGINT');
    expect(code).toBe(130);
    expect(stderr).toMatch(/^Stopping after this step, and saving; Ctrl-C again ends at once\.$/m);
    expect(stderr).toMatch(
      /^go on with: ferrograd train digits --epochs 100000000 --resume digits\.safetensors$/m,
    );
    expect(stdout).toContain('digits.safetensors');
    expect((await readdir(inFolder(''))).sort()).toEqual([
      'digits.history.csv',
      'digits.history.svg',
      'digits.safetensors',
    ]);
    const rows = (await readFile(inFolder('digits.history.csv'), 'utf8')).trimEnd().split('\n').length - 1;
    expect((await load(inFolder('digits.safetensors'))).getWeights()).toHaveLength(4);
    const more = await ferrograd([
      'train',
      'digits',
      '--epochs',
      String(rows + 2),
      '--resume',
      'digits.safetensors',
      '--json',
      '-q',
    ]);
    expect(JSON.parse(more.stdout)).toMatchObject({ status: 'completed', epochs: rows + 2 });
  });

  test.each([
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)('and %s are alike', async (signal, code) => {
    expect((await interrupted(long, signal)).code).toBe(code);
    expect(await readdir(inFolder(''))).toContain('digits.safetensors');
  });

  test('twice ends at once and leaves nothing half-written', async () => {
    // A model of 60 MB takes a while to save.
    const large = [...long, '--layers', '64-4000-1200-10', '--batch', '1000'];
    let sent = 0;
    const { code, stderr } = await ferrograd(large, {
      onError(text, interrupt) {
        const isDue = sent === 0 ? text.includes('epoch 1/') : sent === 1 && text.includes('Stopping');
        if (!isDue) return;
        sent++;
        // The save has begun, or the step goes on: either way there is no model yet.
        interrupt('SIGINT');
      },
    });
    expect(sent).toBe(2);
    expect(code).toBe(130);
    expect(stderr).not.toContain('go on with');
    expect(await readdir(inFolder(''))).toEqual([]);
  });
});
