import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const dist = fileURLToPath(new URL('../../dist/', import.meta.url));

/** Every module of this package and every other package that `file` imports statically, in Node. */
function closure(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  const source = readFileSync(join(dist, file), 'utf8');
  for (const [, name = ''] of source.matchAll(
    /^(?:import|export)\s(?:[^;'"]*\sfrom\s)?['"]([^'"]+)['"];/gm,
  )) {
    if (name.startsWith('.')) closure(join(file, '..', name), seen);
    else if (name.startsWith('#platform/')) closure(name.replace('#platform', 'platform/node'), seen);
    else seen.add(name);
  }
  return seen;
}

const packages = (file: string) =>
  [...closure(file)].filter((name) => !name.endsWith('.js') || name.startsWith('#'));
const external = (file: string) => packages(file).filter((name) => !name.startsWith('node:'));

describe('imports', () => {
  it('of ferrograd/plot load no backend, no package and neither fonts nor resvg', () => {
    expect(external('plot/index.js').sort()).toEqual(['#vendor/charts.js', '#vendor/encode-png.js']);
    expect([...closure('plot/index.js')].filter((name) => name.includes('backend'))).toEqual([]);
  });

  it('of text for the terminal do not load the charting library', () => {
    expect(external('plot/terminal/index.js')).toEqual([]);
  });

  it('of the core entry point load nothing of ferrograd/plot', () => {
    expect(
      [...closure('index.js')].filter((name) => name.includes('plot') || name.includes('charts')),
    ).toEqual([]);
  });
});

describe('the types', () => {
  it('do not mention those of the charting library', () => {
    const seen = new Set<string>();
    const visit = (file: string) => {
      if (seen.has(file)) return;
      seen.add(file);
      const source = readFileSync(join(dist, file), 'utf8');
      expect(source, file).not.toMatch(/@observablehq|from '#vendor/);
      for (const [, name = ''] of source.matchAll(/(?:from |import\()'(\.[^']+)\.js'/g))
        visit(join(file, '..', `${name}.d.ts`));
    };
    visit('plot/index.d.ts');
    expect(seen.size).toBeGreaterThan(10);
  });
});
