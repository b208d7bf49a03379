// Jest in ESM mode: NestJS 12 is ESM only. Domain specs stand beside their files; everything that needs a process is under test/.
const base = {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': ['@swc/jest', {
      jsc: {
        parser: { syntax: 'typescript', decorators: true },
        transform: { legacyDecorator: true, decoratorMetadata: true },
        target: 'es2022', keepClassNames: true,
      },
      module: { type: 'es6' }, sourceMaps: 'inline',
    }],
  },
  moduleNameMapper: {
    '^#(domain|planning|contracts|database|conductor)$': '<rootDir>/libs/$1/src/index.ts',
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
  modulePathIgnorePatterns: ['<rootDir>/dist/'],
};
const project = (displayName, testMatch, more = {}) => ({ ...base, displayName, testMatch, ...more });
export default {
  // A busy machine is slow, not wrong: a test that really hangs is still ended.
  testTimeout: 90_000,
  projects: [
    project('domain', ['<rootDir>/libs/{domain,planning,contracts,conductor}/src/**/*.spec.ts']),
    project('architecture', ['<rootDir>/test/architecture/**/*.spec.ts']),
    project('platform', ['<rootDir>/test/platform/**/*.spec.ts']),
    ...['database', 'audit', 'workflows', 'api', 'journeys', 'samples', 'faults', 'signing-in', 'keycloak'].map((name) =>
      project(name, [`<rootDir>/test/${name}/**/*.spec.ts`], {
        globalSetup: '<rootDir>/test/servers/setup.ts', globalTeardown: '<rootDir>/test/servers/teardown.ts',
      })),
  ],
};
