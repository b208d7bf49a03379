// What a reader cannot see at a glance and a type cannot say. Who may import whom is .dependency-cruiser.mjs.
import tseslint from 'typescript-eslint';
import clinic from './tools/lint-words.mjs';

const global = (name, message) => ({ name, message });
const syntax = (selector, message) => ({ selector, message });

const noClock = [
  syntax('CallExpression[callee.object.name="Date"][callee.property.name="now"]', 'The time is passed in: the same rule must give the same answer in every process.'),
  syntax('NewExpression[callee.name="Date"][arguments.length=0]', 'The time is passed in: the same rule must give the same answer in every process.'),
  syntax('CallExpression[callee.object.name="Math"][callee.property.name="random"]', 'A rule that throws dice cannot be replayed.'),
];
const noSurroundings = ['process', 'fetch', 'crypto', 'setInterval', 'setTimeout', 'console', 'Buffer', 'require'].map((name) =>
  global(name, 'Pure code asks nothing of the process around it.'));

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', 'coverage/', '.handrail/', 'apps/web/dist/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.mjs'],
    rules: { 'no-undef': 'off', 'no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }], 'prefer-const': 'error', 'no-var': 'error' },
  },
  {
    files: ['**/*.ts', '**/*.tsx', '**/*.cts'],
    languageOptions: { parser: tseslint.parser, parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    plugins: { '@typescript-eslint': tseslint.plugin, clinic },
    rules: {
      // A promise that nobody awaits is an act that may be lost without a word.
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { arguments: false, attributes: false } }],
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrors: 'none', ignoreRestSiblings: true }],
      '@typescript-eslint/only-throw-error': 'error',
      'prefer-const': 'error', 'no-var': 'error', eqeqeq: ['error', 'smart'],
      'clinic/words': 'error',
    },
  },
  {
    files: ['apps/**/*.ts', 'libs/**/*.ts', 'workflows/**/*.ts'],
    ignores: ['**/*.spec.ts', 'libs/database/src/migrations/**', 'libs/database/src/seeds/**'],
    rules: {
      'max-lines-per-function': ['error', { max: 30, skipBlankLines: true, skipComments: true }],
      'max-params': ['error', 5], // aim at three
      'max-lines': ['error', { max: 250 }],
    },
  },
  // What an answer over HTTP says is what such a test is about: it may look into it without a type, and name its status.
  { files: ['test/**/*.ts'], rules: { '@typescript-eslint/no-explicit-any': 'off', 'clinic/words': ['error', { http: true }] } },
  // What Temporal calls a payload is called a payload where it is sealed.
  { files: ['libs/conductor/src/payload-codec.ts'], rules: { 'clinic/words': 'off' } },
  {
    files: ['libs/{domain,planning}/src/**/*.ts'],
    ignores: ['**/*.spec.ts'],
    rules: { 'no-restricted-globals': ['error', ...noSurroundings], 'no-restricted-syntax': ['error', ...noClock], 'clinic/words': ['error', { properties: true }] },
  },
  {
    files: ['workflows/**/*.ts'],
    rules: {
      'max-lines-per-function': ['error', { max: 45, skipBlankLines: true, skipComments: true }], // a workflow's handlers and its loop share their memory
      'no-restricted-globals': ['error', ...noSurroundings.filter(({ name }) => name !== 'console'), global('console', 'Use the SDK\'s log: it is silent on replay.'), global('Intl', 'Its answers depend on the process; a day is worked out in the record\'s transaction.')],
      'no-restricted-syntax': ['error',
        syntax('ThrowStatement > NewExpression[callee.name="Error"]', 'A plain Error blocks the workflow task for ever; only ApplicationFailure fails an update.'),
        syntax('Property[key.name="validator"] > [async=true]', 'The promise of an async validator is not awaited: it would refuse nothing.'),
        syntax('CallExpression[callee.name="defineSignal"]', 'Acts are updates: who sends one hears the verdict (docs/adr/0004).'),
        syntax('CallExpression[callee.name="defineQuery"]', 'Nothing reads the workflow: screens and reports read the record.'),
        syntax('CallExpression[callee.object.name="Math"][callee.property.name="random"]', 'The conductor throws no dice.'),
      ],
    },
  },
);
