import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const dist = fileURLToPath(new URL('../../dist/', import.meta.url));

/** Every module loaded at once by `file`, and every package; dynamic imports are left out. */
function closure(platform: string, file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  const source = readFileSync(join(dist, file), 'utf8');
  for (const [, name = ''] of source.matchAll(
    /^(?:import|export)\s(?:[^;'"]*\sfrom\s)?['"]([^'"]+)['"];/gm,
  )) {
    if (name.startsWith('.')) closure(platform, join(file, '..', name), seen);
    else if (name.startsWith('#platform/'))
      closure(platform, name.replace('#platform', `platform/${platform}`), seen);
    else seen.add(name);
  }
  return seen;
}

describe('ferrograd/data', () => {
  it.each(['node', 'browser'])('loads neither a backend nor a package at start, in %s', (platform) => {
    const loaded = [...closure(platform, join('data', 'index.js'))];
    expect(loaded).toContain(join('data', 'sets', 'digitsRows.js'));
    expect(loaded).toContain(join('platform', platform, 'files.js'));
    const builtin = platform === 'node' ? /^node:/ : /^$/;
    const foreign = loaded.filter(
      (name) => !builtin.test(name) && (name.includes('backend') || !name.endsWith('.js')),
    );
    expect(foreign).toEqual([]);
  });
});
