import { readdir, rename, symlink, writeFile } from 'node:fs/promises';
import { builtinModules } from 'node:module';
import { join } from 'node:path';

import { build } from 'esbuild';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import packageJson from '../../package.json' with { type: 'json' };
import { installPackage, type InstalledPackage, node, root, tool } from './package.js';

/** A program that trains XOR and prints on which backend. */
const program = `
  const { sequential, layers, optimizers, backend } = await import('ferrograd');
  const net = sequential({ inputShape: [2], seed: 1 }, [
    layers.dense(4, { activation: 'tanh' }),
    layers.dense(1, { activation: 'sigmoid' }),
  ]);
  net.compile({ optimizer: optimizers.sgd({ learningRate: 1 }), loss: 'quadratic' });
  const { history } = await net.fit([[0, 0], [0, 1], [1, 0], [1, 1]], [[0], [1], [1], [0]], { epochs: 3 });
  console.log(backend.name, history.loss.length);
`;

describe('the package as it is published', () => {
  let installed: InstalledPackage;

  beforeAll(async () => {
    installed = await installPackage();
    await writeFile(join(installed.project, 'program.js'), program);
  });

  afterAll(() => installed.remove());

  test('contains the build, the licences and the manifest, and nothing else', async () => {
    const entries = await readdir(installed.folder);
    const texts = ['LICENSE-APACHE', 'LICENSE-MIT', 'README.md', 'THIRD_PARTY.md'];
    expect(entries.sort()).toEqual([...texts, 'dist', 'package.json']);
    const built = await readdir(join(installed.folder, 'dist'));
    expect(built).toEqual(expect.arrayContaining(['browser', 'index.d.ts', 'index.js', 'native', 'wasm']));
    expect(built.filter((name) => name.endsWith('.new'))).toEqual([]);
  });

  test.each(['native', 'wasm'])('trains in plain Node on %s', async (backend) => {
    const { stdout, stderr } = await node(installed.project, ['program.js'], { FERROGRAD_BACKEND: backend });
    expect(stderr).toBe('');
    expect(stdout).toBe(`${backend} 3\n`);
  });

  test('falls back to WebAssembly with one warning when the addon is missing', async () => {
    const addon = join(installed.folder, 'dist', 'native');
    await rename(addon, `${addon}-away`);
    try {
      const { stdout, stderr } = await node(installed.project, ['program.js']);
      expect(stdout).toMatch(/^wasm(-relaxed)? 3\n$/);
      const warnings = stderr.match(/^\(node:\d+\) .*/gm);
      expect(warnings).toEqual([expect.stringMatching(/native/)]);
    } finally {
      await rename(`${addon}-away`, addon);
    }
  });

  test('can be required from CommonJS', async () => {
    const script =
      "for (const [name, part] of [['', 'sequential'], ['/data', 'digits'], ['/plot', 'learningCurve']]) console.log(typeof require(`ferrograd${name}`)[part])";
    const { stdout } = await node(installed.project, ['--input-type=commonjs', '-e', script]);
    expect(stdout).toBe('function\nfunction\nfunction\n');
  });

  test('draws SVG without resvg, and says how to get PNG images', async () => {
    const script = `
      const { learningCurve } = await import('ferrograd/plot');
      const picture = learningCurve({ loss: [1, 0.5] });
      await picture.save('curve.svg');
      await picture.save('curve.png').catch((error) => console.log(error.code, error.remedy));`;
    const { stdout } = await node(installed.project, ['--input-type=module', '-e', script]);
    expect(stdout).toBe('no-resvg install it with npm i @resvg/resvg-js, or save the picture as .svg\n');
    const files = await readdir(installed.project);
    expect(files.filter((name) => name.startsWith('curve'))).toEqual(['curve.svg']);
  });

  test('has a command line, which runs when the dependencies are installed', async () => {
    const modules = join(installed.project, 'node_modules');
    for (const name of Object.keys(packageJson.dependencies)) {
      await symlink(join(root, 'node_modules', name), join(modules, name), 'dir');
    }
    const { stdout } = await node(installed.project, [
      join(installed.folder, packageJson.bin.ferrograd),
      ...['train', 'xor', '--epochs', '2', '--json', '--quiet'],
    ]);
    expect(JSON.parse(stdout)).toMatchObject({ status: 'completed', epochs: 2 });
  });

  test('imports only what its manifest declares', async () => {
    const { metafile } = await build({
      absWorkingDir: installed.folder,
      entryPoints: [
        ...['', 'data/', 'numpy/', 'plot/', 'signal/'].map((folder) => `dist/${folder}index.js`),
        'dist/cli/main.js',
      ],
      outdir: 'unused',
      bundle: true,
      write: false,
      metafile: true,
      format: 'esm',
      platform: 'node',
      packages: 'external',
    });
    const imported = Object.values(metafile.inputs).flatMap(({ imports }) =>
      imports.filter((one) => one.external),
    );
    const undeclared = imported
      .map(({ path }) => path)
      .filter((path) => !builtinModules.includes(path.replace(/^node:/, '')))
      .filter((path) => !(path in packageJson.dependencies));
    expect(undeclared).toEqual([]);
  });

  test('bundles for a browser without any part of Node', async () => {
    const { outputFiles } = await build({
      absWorkingDir: installed.project,
      entryPoints: ['program.js'],
      bundle: true,
      write: false,
      format: 'esm',
      platform: 'browser',
      logLevel: 'silent',
    });
    expect(outputFiles.map(({ text }) => text).join()).not.toMatch(/from "node:|require\(/);
  });

  test.each([
    ['nodenext', 'nodenext'],
    ['esnext', 'bundler'],
  ])('has types that compile in a strict project (module %s)', async (module, moduleResolution) => {
    await writeFile(
      join(installed.project, 'types.ts'),
      `import { sequential, layers, type History } from 'ferrograd';
       import { digits } from 'ferrograd/data';
       import { learningCurve } from 'ferrograd/plot';
       export const element: SVGSVGElement = learningCurve({ loss: [1, 0.5] }).element();
       import * as np from 'ferrograd/numpy';
       import { curveFit } from 'ferrograd/signal';
       const { train } = digits();
       const net = sequential({ inputShape: [64] }, [layers.dense(10, { activation: 'softmax' })]);
       export const history: Promise<History> = net.fit(train.x, train.y);
       export const product: np.NDArray = np.matmul(np.eye(3).T, np.asarray(net.predict(np.zeros([1, 64]))));
       export const largest = np.argmax(net.predict(train.x), 1);
       export const slope: number | undefined = curveFit((x, a = 1) => a * x, np.arange(3), [0, 1, 2]).parameters[0];
       // @ts-expect-error arrays have no such method
       product.toNumbers();
       // @ts-expect-error a misspelt activation
       layers.dense(1, { activation: 'sigmiod' });
      `,
    );
    const strict = { strict: true, noEmit: true, types: [], target: 'es2022', lib: ['es2023', 'dom'] };
    const config = { compilerOptions: { ...strict, module, moduleResolution }, files: ['types.ts'] };
    await writeFile(join(installed.project, 'tsconfig.json'), JSON.stringify(config));
    const { stdout } = await tool(installed.project, 'typescript/bin/tsc', []);
    expect(stdout).toBe('');
  });

  test('passes publint', async () => {
    const { messages, pkg } = await publint({ pkgDir: installed.folder, pack: false, strict: true });
    expect(messages.map((message) => formatMessage(message, pkg))).toEqual([]);
  });

  test('resolves to the right types in every mode of TypeScript', async () => {
    const script = '@arethetypeswrong/cli/dist/index.js';
    // The package is for `import` alone; TypeScript's oldest resolution knows no `exports` at all.
    const args = [installed.tarball, '--profile', 'esm-only', '--no-color', '--no-emoji'];
    const { stdout, code } = await tool(installed.project, script, args);
    expect(code, stdout).toBe(0);
  });
});
