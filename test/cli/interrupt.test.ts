import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';

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

  describe('amid an epoch', () => {
    // An epoch takes several times as long as until a signal is heard.
    const network = ['--layers', '64-700-700-10', '--batch', '1', '--seed', '1', '--rate', '0.0003'];
    const first = (name: string) => ['train', 'digits', ...network, '--patience', '1000', '--out', name];
    const more = ['train', 'digits', '--resume', 'parts.safetensors'];

    /** Trains without an end, and is sent a signal a while after the first line of progress. */
    function cut(
      args: readonly string[],
      signal: NodeJS.Signals,
      isDue = async () => true,
    ): Promise<Outcome> {
      let isSeen = false;
      const wait = async (interrupt: (signal: NodeJS.Signals) => void) => {
        do await setTimeout(100);
        while (!(await isDue()));
        interrupt(signal);
      };
      return ferrograd([...args, '--epochs', '100000000'], {
        onError(text, interrupt) {
          if (isSeen || !/^epoch /m.test(text)) return;
          isSeen = true;
          void wait(interrupt);
        },
      });
    }

    const history = (name: string) => readFile(inFolder(`${name}.history.csv`), 'utf8');
    const content = async (name: string) => {
      const model = await readFile(inFolder(`${name}.safetensors`));
      return [createHash('sha256').update(model).digest('hex'), await history(name)];
    };

    /** What the parts end with, an epoch or two later, must be what one run ends with. */
    async function expectWhole(): Promise<void> {
      const rows = (await history('parts')).trimEnd().split('\n').length - 1;
      const end = ['--epochs', String(rows + 2), '--json', '-q'];
      const whole = await ferrograd([...first('whole.safetensors'), ...end]);
      const parts = await ferrograd([...more, ...end]);
      const [a, b] = [whole, parts].map(({ stdout }) => JSON.parse(stdout) as Record<string, unknown>);
      for (const key of ['status', 'message', 'epochs', 'loss', 'valLoss', 'accuracy', 'valAccuracy'])
        expect(b?.[key], key).toEqual(a?.[key]);
      expect(await content('parts')).toEqual(await content('whole'));
    }

    test('goes on with its rest, and ends as if it had never stopped', async () => {
      let cutAmid = 0;
      // Now and then the signal comes between two epochs.
      for (let cuts = 0; cutAmid < 2 && cuts < 9; cuts++) {
        const { code, stderr } = await cut(cuts === 0 ? first('parts.safetensors') : more, 'SIGINT');
        expect(code).toBe(130);
        const [, step] = /aborted by the signal in epoch \d+ after (\d+) of its steps/.exec(stderr) ?? [];
        if (Number(step) > 0) cutAmid++;
      }
      expect(cutAmid).toBe(2);
      await expectWhole();
    });

    test('goes on from what was saved on the way, where the program was killed', async () => {
      const isSaved = async () => (await readdir(inFolder(''))).includes('parts.history.csv');
      const { code } = await cut([...first('parts.safetensors'), '--save-every', '0.1'], 'SIGKILL', isSaved);
      expect(code).toBeNull();
      await expectWhole();
    });
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
