import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';

import { load } from 'ferrograd';
import { describe, expect, test } from 'vitest';

import { ferrograd, ferrogradProcess, inFolder, type Outcome, useFolder } from './run.js';

useFolder();

const endless = ['--epochs', '100000000'];
const training = ['train', 'digits', ...endless];

/** Runs a command until it has written something to standard error, and then sends a signal. */
function interruptedAt(
  text: RegExp,
  args: readonly string[],
  signal: NodeJS.Signals,
  preload: readonly string[] = ['fastClock.js'],
  env = {},
): Promise<Outcome> {
  let isSent = false;
  return ferrogradProcess(args, {
    preload,
    env,
    onError(written, interrupt) {
      if (isSent || !text.test(written)) return;
      isSent = true;
      interrupt(signal);
    },
  });
}

/** Two lines of progress: training has run for a while. */
const running = /^epoch .*\n(.*\n)*epoch .*\n/m;

describe.runIf(process.platform !== 'win32')('Ctrl-C', () => {
  test('saves a checkpoint, from which training resumes', async () => {
    const { code, stdout, stderr } = await interruptedAt(running, training, 'SIGINT');
    expect(code).toBe(130);
    expect(stderr).toMatch(/^Stopping after this step, and saving; Ctrl-C again ends at once\.$/m);
    expect(stderr).toMatch(
      /^resume with: ferrograd train digits --epochs 100000000 --resume digits\.safetensors$/m,
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

  describe('in the middle of an epoch', () => {
    // With the fast clock an epoch lasts tens of times as long as training takes to notice a signal.
    const network = ['--layers', '64-128-128-10', '--batch', '1', '--seed', '1', '--rate', '0.0003'];
    const first = (name: string) => ['train', 'digits', ...network, '--patience', '1000', '--out', name];
    const more = ['train', 'digits', '--resume', 'parts.safetensors'];

    const history = (name: string) => readFile(inFolder(`${name}.history.csv`), 'utf8');
    const content = async (name: string) => {
      const model = await readFile(inFolder(`${name}.safetensors`));
      return [createHash('sha256').update(model).digest('hex'), await history(name)];
    };

    /** Resumes the interrupted training for an epoch or two: it must end as one without interruption does. */
    async function expectSameAsWhole(): Promise<void> {
      const rows = (await history('parts')).trimEnd().split('\n').length - 1;
      const end = ['--epochs', String(rows + 2), '--json', '-q'];
      const whole = await ferrograd([...first('whole.safetensors'), ...end]);
      const parts = await ferrograd([...more, ...end]);
      const [a, b] = [whole, parts].map(({ stdout }) => JSON.parse(stdout) as Record<string, unknown>);
      for (const key of ['status', 'message', 'epochs', 'loss', 'valLoss', 'accuracy', 'valAccuracy'])
        expect(b?.[key], key).toEqual(a?.[key]);
      expect(await content('parts')).toEqual(await content('whole'));
    }

    test('is followed by the rest of the epoch, and training ends as if it had never stopped', async () => {
      let midEpoch = 0;
      // Now and then the signal comes between two epochs.
      for (let cuts = 0; midEpoch < 2 && cuts < 9; cuts++) {
        const args = cuts === 0 ? first('parts.safetensors') : more;
        const { code, stderr } = await interruptedAt(/^epoch /m, [...args, ...endless], 'SIGINT');
        expect(code).toBe(130);
        const [, step] = /aborted by the signal in epoch \d+ after (\d+) of its steps/.exec(stderr) ?? [];
        if (Number(step) > 0) midEpoch++;
      }
      expect(midEpoch).toBe(2);
      await expectSameAsWhole();
    });

    test('may kill the program: training resumes from what was saved on the way', async () => {
      const args = [...first('parts.safetensors'), ...endless, '--save-every', '0.1'];
      // A model and its history are saved, then the next model is about to be.
      const { code } = await interruptedAt(
        /^a save is held$/m,
        args,
        'SIGKILL',
        ['fastClock.js', 'holdSaves.js'],
        { HOLD_AFTER: 'history.csv' },
      );
      expect(code).toBeNull();
      await expectSameAsWhole();
    });
  });

  test.each([
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)('has the effect that %s has, too', async (signal, code) => {
    expect((await interruptedAt(running, training, signal)).code).toBe(code);
    expect(await readdir(inFolder(''))).toContain('digits.safetensors');
  });

  test('pressed twice ends the program at once and leaves nothing half-written', async () => {
    let sent = 0;
    const { code, stderr } = await ferrogradProcess(training, {
      preload: ['fastClock.js', 'holdSaves.js'],
      env: { HOLD_AFTER: '' },
      onError(text, interrupt) {
        const isDue = sent === 0 ? text.includes('epoch ') : sent === 1 && text.includes('a save is held');
        if (!isDue) return;
        sent++;
        interrupt('SIGINT');
      },
    });
    expect(sent).toBe(2);
    expect(code).toBe(130);
    expect(stderr).not.toContain('resume with');
    expect(await readdir(inFolder(''))).toEqual([]);
  });
});
