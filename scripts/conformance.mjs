// `npm run conformance -- --corpora FOLDER [--suite NAME]… [--managed] [--failures]`: runs the tests of public code bases that
// are checked out in FOLDER and compares what passes with test/conformance/suites.json. A suite that isn't there is left out.
// Ends with 1 where more or fewer tests pass, or more or fewer lines don't compile, than recorded.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { onBundledNode, root } from './support/toolchain.mjs';

const conformance = join(root, 'test/conformance');
const { values } = parseArgs({ options: { corpora: { type: 'string' }, suite: { type: 'string', multiple: true }, managed: { type: 'boolean' }, failures: { type: 'boolean' } } });
if (!values.corpora || !existsSync(values.corpora)) {
  console.error('Name the folder that has the code bases: npm run conformance -- --corpora FOLDER');
  process.exit(2);
}
await onBundledNode();
const corpora = resolve(values.corpora);
const read = name => JSON.parse(readFileSync(join(conformance, name), 'utf8'));
const exclusions = read('exclusions.json');
// Tests that the platform, too, fails where the suite is a managed package.
const differences = values.managed ? read('managed-differences.json') : [];
const suites = read('suites.json').filter(({ folder, with: dependencies, managed }) => (
  (!values.suite || values.suite.includes(folder)) && [folder, ...dependencies.map(each => each.replace(/^\w+=/, ''))].every(each => existsSync(join(corpora, each))) && (!values.managed || managed)
));
const columns = ['suite', 'total', 'passed', 'failed', 'excluded', 'differ', 'seconds', ''];
const print = row => console.log(row.map((cell, i) => (i === 0 || i === 7 ? String(cell).padEnd(30) : String(cell).padStart(9))).join(' ').trimEnd());
print(columns);
let isUnexpected = false;
for (const suite of suites) {
  const started = performance.now();
  const expected = values.managed ? suite.managed : suite.unmanaged;
  const row = (...cells) => print([suite.folder, ...cells]);
  const result = await run(suite.folder);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  if (typeof result === 'string') {
    isUnexpected = true;
    row('-', '-', '-', '-', '-', seconds, `did not end: ${result}`);
    continue;
  }
  const excluded = new Set(exclusions.filter(each => each.suite === suite.folder && (!each.managed || values.managed)).map(each => each.test));
  const differing = new Set(differences.filter(each => each.suite === suite.folder).flatMap(each => each.tests));
  // In a package, tests are behind its namespace.
  const bare = name => name.replace(/^suite\./, '');
  const isLeftOut = name => excluded.has(bare(name)) || differing.has(bare(name));
  const passed = result.passed.filter(name => !isLeftOut(name));
  const failed = result.failed.filter(({ test }) => !isLeftOut(test));
  const problems = [];
  if (result.compileErrors.length !== (expected.compileErrors ?? 0)) problems.push(`${result.compileErrors.length} compile errors`);
  const surprises = result.passed.filter(isLeftOut);
  if (surprises.length > 0) problems.push(`left out but passed: ${surprises.join(', ')}`);
  if (passed.length !== expected.passed || passed.length + failed.length !== expected.total) problems.push(`expected ${expected.passed} of ${expected.total}`);
  isUnexpected ||= problems.length > 0;
  row(passed.length + failed.length, passed.length, failed.length, excluded.size, differing.size, seconds, problems.length > 0 ? `UNEXPECTED: ${problems.join('; ')}` : 'as expected');
  if (values.failures) {
    for (const error of result.compileErrors) console.log(`  ${error}`);
    for (const { test, error } of failed) console.log(`  ${test}: ${error.slice(0, 200).replaceAll('\n', ' ')}`);
  }
}
process.exit(isUnexpected ? 1 : 0);

/** In a process of its own, so that one suite's memory isn't another's. What went wrong, as a text, if it printed no result. */
function run(folder) {
  return new Promise(done => {
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', '--stack-size=8000', join(conformance, 'run-suite.ts'), corpora, folder, ...(values.managed ? ['--managed'] : [])], { stdio: ['ignore', 'pipe', 'pipe'] });
    let out = '';
    let err = '';
    child.stdout.on('data', chunk => { out += chunk; });
    child.stderr.on('data', chunk => { err += chunk; });
    child.once('close', code => {
      const line = out.split('\n').find(each => each.startsWith('{"compileErrors"'));
      done(line ? JSON.parse(line) : `exit code ${code}; ${err.trim().split('\n').at(-1) ?? ''}`);
    });
  });
}
