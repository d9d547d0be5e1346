import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { execPath } from 'node:process';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { BackendError, DataError } from 'ferrograd';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import * as browser from '../../dist/platform/browser/atomicWrite.js';
import { writeFileAtomic } from '../../dist/platform/node/atomicWrite.js';
import { expectError } from '../support/errors.js';

const script = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const posix = process.platform !== 'win32';
const isRoot = process.getuid?.() === 0;

let folder: string;
let file: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ferrograd-save-'));
  file = join(folder, 'net.safetensors');
});

afterEach(() => rm(folder, { recursive: true }));

const bytes = (...values: number[]) => Uint8Array.of(...values);

async function expectContent(path: string, content: Uint8Array, names = ['net.safetensors']) {
  // `toEqual` compares element by element, which takes seconds.
  expect(Buffer.compare(await readFile(path), content)).toBe(0);
  expect((await readdir(folder)).sort()).toEqual(names);
}

describe('writeFileAtomic', () => {
  it('writes a new file and replaces an earlier one, by path or URL', async () => {
    await writeFileAtomic(file, bytes(1, 2, 3), 'save');
    await expectContent(file, bytes(1, 2, 3));
    await writeFileAtomic(pathToFileURL(file), bytes(4), 'save');
    await expectContent(file, bytes(4));
    await writeFileAtomic(file, new Uint8Array(5e6).fill(7).subarray(1), 'save');
    await expectContent(file, new Uint8Array(5e6 - 1).fill(7));
  });

  it.runIf(posix)('keeps permissions and follows links', async () => {
    await writeFile(file, 'earlier');
    await chmod(file, 0o600);
    const link = join(folder, 'latest');
    await symlink(file, link);
    await writeFileAtomic(link, bytes(1), 'save');
    await expectContent(file, bytes(1), ['latest', 'net.safetensors']);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(new Uint8Array(await readFile(link))).toEqual(bytes(1));
  });

  it('leaves one complete version when several saves run at once', async () => {
    const versions = Array.from({ length: 20 }, (_, i) => new Uint8Array(100_000 + i).fill(i));
    await Promise.all(versions.map((content) => writeFileAtomic(file, content, 'save')));
    const saved = await readFile(file);
    expect(versions.filter((version) => saved.equals(version))).toHaveLength(1);
    expect(await readdir(folder)).toEqual(['net.safetensors']);
  });

  it('leaves a complete version whenever its process is killed, and the next save removes the rest', async () => {
    const left: string[] = [];
    for (let run = 0; run < 12; run++) {
      const child = spawn(execPath, [script('saveInALoop.js'), file], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      await once(child.stdout, 'data');
      await wait(run * 3);
      child.kill('SIGKILL');
      await once(child, 'close');
      const content = await readFile(file);
      const version = content[0] ?? -1;
      expect(content.length).toBe(200_000 + version * 10_000);
      expect(content.every((byte) => byte === version)).toBe(true);
      left.push(...(await readdir(folder)).filter((name) => name.endsWith('.part')));
    }
    expect(left.length, 'a kill that interrupts a save').toBeGreaterThan(0);
    await writeFileAtomic(file, bytes(1), 'save');
    await expectContent(file, bytes(1));
  });

  it('keeps the temporary files of running processes and of other machines', async () => {
    const host = hostname().replace(/[^\w.]/g, '_');
    const mine = `.ferrograd-${host}-${process.ppid}-a.part`;
    const others = `.ferrograd-elsewhere.example-999999999-a.part`;
    const dead = `.ferrograd-${host}-999999999-a.part`;
    for (const name of [mine, others, dead, 'note.part']) await writeFile(join(folder, name), '');
    await writeFileAtomic(file, bytes(1), 'save');
    await expectContent(file, bytes(1), [others, mine, 'net.safetensors', 'note.part'].sort());
  });
});

describe('writeFileAtomic changes nothing and refuses', () => {
  it('a missing folder', async () => {
    const path = join(folder, 'missing', 'a');
    const message = /^save: .*missing.a has no folder.*create the folder/;
    await expectError(() => writeFileAtomic(path, bytes(1), 'save'), DataError, {
      code: 'file-folder',
      message,
    });
    await writeFile(file, 'earlier');
    const below = join(file, 'a');
    await expectError(() => writeFileAtomic(below, bytes(1), 'save'), DataError, { code: 'file-folder' });
    await expectContent(file, Buffer.from('earlier'));
  });

  it('a directory', async () => {
    await mkdir(file);
    await expectError(() => writeFileAtomic(file, bytes(1), 'save'), DataError, {
      code: 'file-kind',
      message: /is a directory/,
    });
    expect(await readdir(folder)).toEqual(['net.safetensors']);
  });

  it.runIf(posix)('a device, which renaming would replace', async () => {
    await expectError(() => writeFileAtomic('/dev/null', bytes(1), 'save'), DataError, { code: 'file-kind' });
    expect((await stat('/dev/null')).isCharacterDevice()).toBe(true);
  });

  it.runIf(posix)('a folder or an earlier file without permission', async () => {
    const nobody = isRoot ? { uid: 65534, gid: 65534 } : {};
    const save = () =>
      spawnSync(execPath, [script('saveOnce.js'), file, '3'], { ...nobody, encoding: 'utf8' }).stdout;
    await writeFile(file, 'earlier');
    await chmod(folder, 0o555);
    expect(save()).toMatch(/^DataError file-permission: save: .*EACCES/);
    await chmod(folder, 0o777);
    await chmod(file, 0o444);
    expect(save()).toMatch(/^DataError file-permission: save: .*EACCES/);
    await expectContent(file, Buffer.from('earlier'));
  });

  it.runIf(posix)('a file above the limit of the process', async () => {
    await writeFile(file, 'earlier');
    const command = `ulimit -f 8; exec "${execPath}" "${script('saveOnce.js')}" "${file}" 1000000`;
    const { stdout } = spawnSync('sh', ['-c', command], { encoding: 'utf8' });
    expect(stdout).toMatch(/^DataError file-no-space: save: .*EFBIG/);
    await expectContent(file, Buffer.from('earlier'));
  });

  it.runIf(posix && canMount())('a full disk', () => {
    const steps = [
      `mount -t tmpfs -o size=256k none "${folder}"`,
      `cd "${folder}"`,
      `echo earlier > net`,
      `"${execPath}" "${script('saveOnce.js')}" "${folder}/net" 1000000`,
      `cat net`,
      `ls -A`,
    ];
    const output = execFileSync('unshare', ['-rm', 'sh', '-c', steps.join(' && ')], { encoding: 'utf8' });
    expect(output).toMatch(/^DataError file-no-space: save: .*ENOSPC.*\nearlier\nnet\n$/);
  });
});

/** Whether this system lets an ordinary user mount a file system. */
function canMount(): boolean {
  return spawnSync('unshare', ['-rm', 'mount', '-t', 'tmpfs', 'none', '/mnt']).status === 0;
}

describe('in a browser, writeFileAtomic', () => {
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.useRealTimers();
  });

  it('offers a download under the name of the file', async () => {
    vi.useFakeTimers();
    const link = { href: '', download: '', click: vi.fn() };
    vi.stubGlobal('document', { createElement: () => link });
    await browser.writeFileAtomic('models/net.safetensors', bytes(1, 2), 'save');
    expect(link.download).toBe('net.safetensors');
    expect(link.click).toHaveBeenCalledOnce();
    expect(new Uint8Array(await (await fetch(link.href)).arrayBuffer())).toEqual(bytes(1, 2));
    vi.runAllTimers();
    await expect(fetch(link.href)).rejects.toThrow();
  });

  it('throws an error with a remedy where there is no page', async () => {
    await expectError(() => browser.writeFileAtomic('net', bytes(1), 'save'), BackendError, {
      code: 'no-download',
    });
  });
});
