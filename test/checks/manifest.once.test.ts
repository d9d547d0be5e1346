import { readFileSync } from 'node:fs';

import { expect, it } from 'vitest';

import { filesBelow } from '../../scripts/lib/files.js';
import { inRoot } from '../../scripts/lib/paths.js';

const read = (path: string) => readFileSync(inRoot(path), 'utf8');

interface Manifest {
  version: string;
  homepage: string;
  bugs: { url: string };
  repository: { url: string };
  engines: { node: string };
}
const manifest = JSON.parse(read('package.json')) as Manifest;
const address =
  /^git\+(https:\/\/github\.com\/[\w-]+\/ferrograd)\.git$/.exec(manifest.repository.url)?.[1] ?? '';

it('the home page and the list of issues are those of the repository', () => {
  expect(address).not.toBe('');
  expect([manifest.homepage, manifest.bugs.url]).toEqual([`${address}#readme`, `${address}/issues`]);
});

it('no other file names the owner of the repository', () => {
  const texts = filesBelow('.').filter((file) => /\.(md|json|toml|ts|js|rs|py)$/.test(file));
  const named = texts.filter((file) => /github\.com\/[\w-]+\/ferrograd/.test(read(file)));
  expect(named).toEqual(['package.json']);
});

it('the npm package, the crates and the changelog have one version', () => {
  const crates = /^\[workspace\.package\]\nversion = "(.*)"/m.exec(read('Cargo.toml'))?.[1];
  const changelog = /^## \[(\d.*?)\]/m.exec(read('CHANGELOG.md'))?.[1];
  expect([crates, changelog]).toEqual([manifest.version, manifest.version]);
});

it('the pinned Node is one that the package supports', () => {
  expect(manifest.engines.node).toContain(`^${read('.nvmrc').trim()}.`);
});

it('the pinned Rust is of the version that the crates ask for', () => {
  const channel = /^channel = "(.*)"/m.exec(read('rust-toolchain.toml'))?.[1];
  const needed = /^rust-version = "(.*)"/m.exec(read('Cargo.toml'))?.[1];
  expect(channel?.replace(/\.\d+$/, '')).toBe(needed);
});
