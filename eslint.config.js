import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

/** What a part of the code must not import: dependencies point one way. */
const concreteBackends = {
  group: ['**/native.js', '**/wasm.js'],
  message: 'Only the backend.ts of each platform knows the concrete backends.',
};
const choiceOfBackend = {
  regex: '(^#platform|/platform/(node|browser))/backend\\.js$',
  message: 'Only ts/backend/select.ts chooses a backend.',
};
const nodeModules = {
  regex: '^node:',
  message: 'Only ts/platform/node/ uses Node; import #platform/… instead.',
};
const wasmGlue = {
  regex: '^#wasm/',
  message: 'Only the wasm.ts of each platform imports the WebAssembly glue.',
};

/** The areas of `ts/`, from the lowest level up: an area imports from its own level and from those below it. */
const levels = [
  ['backend', 'convert', 'random'],
  ['data', 'files', 'nn', 'signal'],
  ['numpy', 'ode'],
  ['plot'],
  ['cli'],
];

/**
 * The areas that an area may import by their index.js or internal.js only.
 *
 * @type {Readonly<Record<string, readonly string[]>>}
 */
const byIndex = {
  nn: ['data'],
  data: ['nn'],
  plot: ['data', 'files', 'nn', 'numpy', 'ode', 'signal'],
  cli: ['data', 'files', 'nn', 'numpy', 'ode', 'plot', 'signal'],
};

/**
 * Walls between the areas, for the files of one that lie `depth` folders deep. They count the `../` that lead out of
 * the area, as it may have a folder of another's name: `ts/cli/data/` is not `ts/data/`.
 *
 * @param {string} area
 * @param {number} depth
 */
function wallsOf(area, depth) {
  const out = `^(\\.\\./){${depth + 1}}`;
  const above = levels.slice(levels.findIndex((areas) => areas.includes(area)) + 1).flat();
  const closed = byIndex[area] ?? [];
  return [
    above.length > 0 && {
      regex: `${out}(${above.join('|')})/`,
      message: `Imports run down: ts/${area} knows nothing of the areas that are built on it.`,
    },
    closed.length > 0 && {
      regex: `${out}(${closed.join('|')})/(?!(index|internal)\\.js$)`,
      message:
        "Import from the area's index.js, as a user does, or from its internal.js, made for other areas.",
    },
  ].filter((wall) => wall !== false);
}

const everywhere = [concreteBackends, choiceOfBackend, nodeModules, wasmGlue];

/**
 * The rule for some files: what none may import, less the exceptions, plus what these may not. The last rule that
 * names a file replaces those before it.
 *
 * @param {string} file
 * @param {object[]} except
 * @param {object[]} [also]
 */
const imports = (file, except, also = []) => ({
  files: [file],
  rules: {
    'no-restricted-imports': restrict([...everywhere.filter((one) => !except.includes(one)), ...also]),
  },
});

/** The rules for the files of an area, however deep they lie. @param {string} area @param {object[]} [except] */
const importsOf = (area, except = []) =>
  [0, 1, 2, 3, 4].map((depth) =>
    imports(`ts/${area}/${'*/'.repeat(depth)}*.ts`, except, wallsOf(area, depth)),
  );

/** @param {object[]} patterns @returns {['error', object]} */
const restrict = (patterns) => ['error', { patterns }];

export default defineConfig(
  { ignores: ['dist/', 'target/', '.setup/'] },
  tseslint.configs.strictTypeChecked,
  tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        project: ['tsconfig.json', 'tsconfig.test.json'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      eqeqeq: 'error',
      // tsc says how an index signature is read: in ts/ with brackets, elsewhere as one likes.
      '@typescript-eslint/dot-notation': 'off',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-confusing-void-expression': [
        'error',
        { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true },
      ],
      // An empty string in the environment means that it is not set.
      '@typescript-eslint/prefer-nullish-coalescing': ['error', { ignorePrimitives: { string: true } }],
      // Both platforms offer the same asynchronous functions, whether or not one has to wait.
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
    },
  },
  {
    files: ['ts/**'],
    rules: {
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      'no-console': 'error',
      'no-restricted-globals': ['error', 'process', 'Buffer', 'require', '__dirname'],
    },
  },
  imports('ts/**', []),
  levels.flat().flatMap((area) => importsOf(area, area === 'cli' ? [nodeModules] : [])),
  imports('ts/backend/select.ts', [choiceOfBackend], wallsOf('backend', 0)),
  imports('ts/platform/node/**', [nodeModules]),
  imports('ts/platform/node/backend.ts', [nodeModules, concreteBackends]),
  imports('ts/platform/browser/backend.ts', [concreteBackends]),
  // It tries each backend on its own.
  imports('ts/cli/commands/doctor/backends.ts', [nodeModules, choiceOfBackend], wallsOf('cli', 2)),
  imports('ts/platform/browser/wasm.ts', [wasmGlue]),
  { files: ['ts/platform/**'], rules: { 'no-console': 'off' } },
  { files: ['ts/platform/node/**', 'ts/cli/**'], rules: { 'no-restricted-globals': 'off' } },
  { files: ['ts/data/sets/digitsRows.ts'], rules: { 'max-lines': 'off' } },
  {
    // These do not see the casts of JSDoc, tsc does.
    files: ['**/*.js'],
    rules: {
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
    },
  },
  {
    // A wrong index or type shows as a failing test here.
    files: ['test/**', 'bench/**', 'examples/**'],
    rules: { '@typescript-eslint/no-non-null-assertion': 'off' },
  },
);
