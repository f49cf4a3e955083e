import { defineConfig } from 'eslint/config';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

const IGNORED = ['dist/**', 'coverage/**', 'libs/store/src/generated/**', '**/fixtures/**', 'prisma.config.ts'];
const SPECS = ['**/*.spec.ts'];
/** Where the environment may be read: once, at the edge, and handed on. */
const READS_ENVIRONMENT = ['libs/platform/**', 'apps/*/src/main.ts', 'test/**', 'bench/**'];
const ENVIRONMENT = {
  object: 'process',
  property: 'env',
  message: 'Take what you need as an argument; libs/platform reads the environment (applications: in main.ts).',
};

const NOW = "[callee.object.name='Date'][callee.property.name='now']";
const SPAN = 'A span or a deadline is measured with `performance.now()`: the time of day may be set meanwhile.';

const sizes = {
  'max-lines': ['error', { max: 400 }],
  'max-lines-per-function': ['error', { max: 60 }],
  'max-params': ['error', { max: 6 }],
  complexity: ['error', { max: 15 }],
};

const habits = {
  eqeqeq: 'error',
  'no-console': 'error',
  'no-restricted-properties': ['error', ENVIRONMENT],
  'no-restricted-syntax': [
    'error',
    {
      selector: `VariableDeclarator[id.name=/(deadline|start|started|since|began)(Ms)?$/i] CallExpression${NOW}`,
      message: SPAN,
    },
    { selector: `BinaryExpression[operator=/^[-<>]=?$/][right.name=/Ms$/] > CallExpression${NOW}`, message: SPAN },
  ],
  'no-restricted-imports': [
    'error',
    { paths: [{ name: 'node:process', message: 'Use the global `process`.' }, 'process'] },
  ],
  '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
  '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
  '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
  // An implementation of an asynchronous interface need not wait for anything itself.
  '@typescript-eslint/require-await': 'off',
  // `catch (cause) { reject(cause) }` hands on what was thrown.
  '@typescript-eslint/prefer-promise-reject-errors': ['error', { allowThrowingUnknown: true }],
  '@typescript-eslint/only-throw-error': ['error', { allowRethrowing: true, allowThrowingUnknown: true }],
};

export default defineConfig(
  { ignores: IGNORED },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: { ...sizes, ...habits },
  },
  {
    files: ['apps/web/**/*.{ts,tsx}'],
    extends: [reactHooks.configs.flat['recommended-latest']],
    rules: {
      'react-hooks/exhaustive-deps': 'error',
      'react-hooks/unsupported-syntax': 'error',
      // It warns of functions that the React Compiler, which is not used here, must not memoize.
      'react-hooks/incompatible-library': 'off',
    },
  },
  { files: ['**/*.{js,cjs,mjs}'], rules: { ...sizes, eqeqeq: 'error', 'no-unused-vars': 'error' } },
  { files: READS_ENVIRONMENT, rules: { 'no-restricted-properties': 'off' } },
  {
    // A `describe` is one function, and Jest's matchers are typed `any`.
    files: [...SPECS, 'test/**/*.ts'],
    rules: {
      'max-lines': ['error', { max: 500 }],
      'max-lines-per-function': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/unbound-method': 'off',
    },
  },
);
