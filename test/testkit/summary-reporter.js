'use strict';

const { writeFileSync } = require('node:fs');

const summaryPath = process.env.JOULEFLEET_TEST_SUMMARY;
// A run of Jest that a test starts has a summary of its own.
delete process.env.JOULEFLEET_TEST_SUMMARY;

/**
 * Closes the run with the plain line `N passed, N failed`, after Jest's own summary. A file that could not run counts as
 * one failure. Where `JOULEFLEET_TEST_SUMMARY` names a file, the summary goes there, as JSON with the counts of each file.
 */
module.exports = class SummaryReporter {
  onRunComplete(_contexts, results) {
    const files = results.testResults.map(({ testFilePath, testExecError, numPassingTests, numFailingTests }) => {
      return { path: testFilePath, passed: numPassingTests, failed: numFailingTests + (testExecError ? 1 : 0) };
    });
    if (summaryPath) return writeFileSync(summaryPath, JSON.stringify(files));
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    process.once('exit', () => process.stdout.write(`\n${results.numPassedTests} passed, ${failed} failed\n`));
  }
};
