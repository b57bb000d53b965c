// Writes what a Mocha run found as JSON to the file that ISV_TEST_RESULT names, and failures to the console.
// CommonJS, because the extension host's Mocha loads it too.
const { writeFileSync } = require('node:fs');

/** Shape of the file: { passed, failed, pending, failures: [{ title, message }] }. */
module.exports = class ResultReporter {
  constructor(runner) {
    const result = { passed: 0, failed: 0, pending: 0, failures: [] };
    const write = () => {
      if (process.env.ISV_TEST_RESULT) writeFileSync(process.env.ISV_TEST_RESULT, JSON.stringify(result));
    };
    runner.on('pass', test => {
      result.passed++;
      if (process.env.ISV_TEST_VERBOSE) console.log(`  ok ${test.fullTitle()} (${test.duration ?? 0} ms)`);
    });
    runner.on('pending', test => {
      result.pending++;
      console.error(`  skipped: ${test.fullTitle()}`);
    });
    runner.on('fail', (test, error) => {
      result.failed++;
      const message = String(error?.stack ?? error);
      result.failures.push({ title: test.fullTitle(), message });
      console.error(`  failed: ${test.fullTitle()}\n    ${message.split('\n').slice(0, 25).join('\n    ')}`);
    });
    runner.once('end', write);
  }
};
