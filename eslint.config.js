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
/** @param {string} area */
const internalsOf = (area) => ({
  group: [`**/${area}/**`, `!**/${area}/index.js`],
  message: `Import from ${area}/index.js: the rest is its own affair.`,
});

/** The rule for some files: what none may import, less the exceptions, plus what they may not. */
const everywhere = [concreteBackends, choiceOfBackend, nodeModules, wasmGlue];
/** @param {string} file @param {typeof everywhere} except @param {typeof everywhere} [also] */
const imports = (file, except, also = []) => ({
  files: [file],
  rules: {
    'no-restricted-imports': restrict([...everywhere.filter((one) => !except.includes(one)), ...also]),
  },
});
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
  imports('ts/nn/**', [], [internalsOf('data')]),
  imports('ts/data/**', [], [internalsOf('nn')]),
  imports('ts/backend/select.ts', [choiceOfBackend]),
  imports('ts/platform/node/**', [nodeModules]),
  imports('ts/platform/node/backend.ts', [nodeModules, concreteBackends]),
  imports('ts/platform/browser/backend.ts', [concreteBackends]),
  imports('ts/cli/**', [nodeModules]),
  // It tries each backend on its own.
  imports('ts/cli/doctor/backends.ts', [nodeModules, choiceOfBackend]),
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
