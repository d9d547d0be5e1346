import { openDownloadDisplay } from '#platform/downloadDisplay.js';
import { afterEach, describe, expect, it, vi } from 'vitest';

const { isTTY } = process.stderr;

afterEach(() => {
  process.stderr.isTTY = isTTY;
  vi.restoreAllMocks();
});

/** What the display writes while a file is downloaded from two mirrors, then another file. */
async function written(terminal: boolean): Promise<string> {
  process.stderr.isTTY = terminal;
  const write = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  const display = await openDownloadDisplay('mnist');
  for (const [file, mirror] of [
    ['a.gz', 'http://one/'],
    ['a.gz', 'http://two/'],
    ['b.gz', 'http://two/'],
  ] as const) {
    display.update({ file, url: mirror + file, loaded: 0, total: undefined });
    display.update({ file, url: mirror + file, loaded: 1_000_000, total: 2_500_000 });
    display.update({ file, url: mirror + file, loaded: 2_500_000, total: 2_500_000 });
  }
  display.close();
  return write.mock.calls.map(([text]) => String(text)).join('');
}

describe('the display of downloads', () => {
  it('writes one line for each attempt on a pipe', async () => {
    expect(await written(false)).toBe(
      'mnist: downloading a.gz from http://one/a.gz\n' +
        'mnist: downloading a.gz from http://two/a.gz\n' +
        'mnist: downloading b.gz from http://two/b.gz\n',
    );
  });

  it('draws a bar on a terminal, which stays in the end', async () => {
    const text = await written(true);
    expect(text).toMatch(/mnist: a\.gz .*100 % of 2\.5 MB/);
    expect(text).toMatch(/mnist: b\.gz █+ 100 % of 2\.5 MB/);
    expect(text.endsWith('\n')).toBe(true);
    expect(process.listenerCount('SIGINT')).toBe(0);
  });
});
