'use strict';

/**
 * Two projects. `unit`: specs beside pure code, no services. `services`: everything under test/, with one PostgreSQL
 * and one Redis for the whole run (test/testkit/start-services.ts), a database cloned per file and a key prefix per file.
 */
const shared = {
  rootDir: __dirname,
  runtime: '<rootDir>/test/testkit/main-realm/runtime.js',
  moduleFileExtensions: ['js', 'ts', 'json', 'node'],
  transform: { '^.+\\.ts$': '@swc/jest', '/@marcbachmann/cel-js/.+\\.js$': '@swc/jest' },
  // Jest cannot require a module of ECMAScript, which Node can.
  transformIgnorePatterns: ['/node_modules/(?!@marcbachmann/cel-js/)'],
  modulePathIgnorePatterns: ['<rootDir>/dist/'],
  testPathIgnorePatterns: ['/node_modules/', '/dist/', '/fixtures/'],
  moduleNameMapper: {
    '^@joulefleet/(.+)$': '<rootDir>/libs/$1/src',
    // The generated Prisma client imports its siblings as `./x.js`; the file on disk is `./x.ts`.
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
};

module.exports = {
  // Tests wait for devices more than they compute: four keep two cores busy.
  maxWorkers: 4,
  testTimeout: 30_000,
  testSequencer: '<rootDir>/test/testkit/slow-files-first.js',
  reporters: ['default', '<rootDir>/test/testkit/summary-reporter.js'],
  projects: [
    {
      ...shared,
      displayName: 'unit',
      testEnvironment: '<rootDir>/test/testkit/main-realm/environment.ts',
      testMatch: ['<rootDir>/libs/**/*.spec.ts', '<rootDir>/apps/**/*.spec.ts', '<rootDir>/bench/**/*.spec.ts'],
    },
    {
      ...shared,
      displayName: 'services',
      testEnvironment: '<rootDir>/test/testkit/environment.ts',
      testMatch: ['<rootDir>/test/**/*.spec.ts'],
      globalSetup: '<rootDir>/test/testkit/start-services.ts',
      globalTeardown: '<rootDir>/test/testkit/stop-services.ts',
    },
  ],
};
