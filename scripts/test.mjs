// `npm test`: every tier, one line each with its count. A tier with nothing in it, or with skipped tests, has failed.
// `node scripts/test.mjs --tier unit [--tier adapter]` runs some of them.
import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from './build.mjs';
import { bundledNode, onBundledNode, root } from './support/toolchain.mjs';

const tiers = {
  house: { title: 'house (lint, types)', run: house },
  unit: { title: 'unit', run: () => mocha(['test/unit', 'test/fuzz', 'test/conformance'], 480) },
  sandbox: { title: 'sandbox', run: () => mocha(['test/sandbox'], 600) },
  adapter: { title: 'adapter over stdio', run: () => mocha(['test/adapter'], 240) },
  extension: { title: "Mocha in VS Code's extension host", run: extensionHost },
  walk: { title: 'browser walk', run: () => mocha(['test/ui/walk'], 900) },
  installed: { title: 'installed VSIX, no node on PATH', run: installed },
};

const chosen = chooseTiers(process.argv.slice(2));
await onBundledNode();
// The reports of what each run found.
const scratch = mkdtempSync(join(tmpdir(), 'isv-test-'));
process.on('exit', () => rmSync(scratch, { recursive: true, force: true }));

let passed = 0;
let failed = 0;
const needsBundles = chosen.some(name => name !== 'house');
if (needsBundles) {
  try {
    await build({ tests: true, log: () => {} });
  } catch (error) {
    failed++;
    console.error(`build failed: ${error instanceof Error ? error.message : error}`);
  }
}
for (const name of chosen) {
  const tier = tiers[name];
  const started = performance.now();
  let result;
  try {
    result = await tier.run();
  } catch (error) {
    result = { passed: 0, failed: 1, pending: 0 };
    console.error(`  ${error instanceof Error ? error.message : error}`);
  }
  const problems = [];
  if (result.pending > 0) problems.push(`${result.pending} skipped`);
  if (result.passed + result.failed + result.pending === 0) problems.push('no tests');
  const tierFailed = result.failed + result.pending + (problems.includes('no tests') ? 1 : 0);
  passed += result.passed;
  failed += tierFailed;
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${tierFailed === 0 ? 'ok  ' : 'FAIL'} ${tier.title.padEnd(36)} ${String(result.passed).padStart(5)} passed, ${tierFailed} failed${problems.length > 0 ? ` (${problems.join(', ')})` : ''}  ${seconds} s`);
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);

function chooseTiers(args) {
  const names = [];
  for (let index = 0; index < args.length; index++) {
    const [option, value = args[++index]] = args[index].split('=');
    if (option !== '--tier' || !Object.hasOwn(tiers, value ?? '')) {
      console.error(`test: use --tier with one of ${Object.keys(tiers).join(', ')}; without it, all run.`);
      process.exit(2);
    }
    names.push(value);
  }
  return names.length > 0 ? names : Object.keys(tiers);
}

/** Runs a program with its output shown; resolves with its exit code, or rejects past the limit. */
function show(program, args, options = {}) {
  return new Promise((done, fail) => {
    const child = spawn(program, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], env: { ...process.env, ...options.env }, detached: process.platform !== 'win32' });
    const end = signal => {
      try {
        process.kill(process.platform === 'win32' ? child.pid : -child.pid, signal);
      } catch (error) {
        if (error.code !== 'ESRCH') throw error;
      }
    };
    const interrupt = () => {
      end('SIGTERM');
      process.exit(130);
    };
    process.once('SIGINT', interrupt);
    const timer = options.seconds && setTimeout(() => {
      end('SIGKILL');
      fail(new Error(`no end after ${options.seconds} s`));
    }, options.seconds * 1000);
    child.once('error', fail);
    child.once('close', (code, signal) => {
      clearTimeout(timer);
      process.removeListener('SIGINT', interrupt);
      done(signal ? 1 : code);
    });
  });
}

async function house() {
  const lint = await show(process.execPath, [join(root, 'scripts/lint.mjs')]);
  const types = await show(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '--noEmit']);
  const failures = [lint, types].filter(code => code !== 0).length;
  return { passed: 2 - failures, failed: failures, pending: 0 };
}

function testFiles(folders) {
  return folders
    .filter(folder => existsSync(join(root, folder)))
    .flatMap(folder => readdirSync(join(root, folder), { recursive: true }).map(name => join(folder, String(name))))
    .filter(name => name.endsWith('.test.ts'));
}

async function mocha(folders, seconds, env = {}) {
  const files = testFiles(folders);
  if (files.length === 0) return { passed: 0, failed: 0, pending: 0 };
  const file = join(scratch, `${folders[0].replaceAll('/', '-')}.json`);
  const args = [join(root, 'node_modules/mocha/bin/mocha.js'), '--forbid-only', '--timeout', '30000', '--exit', '--reporter', join(root, 'scripts/support/mocha-reporter.cjs'), ...files];
  const code = await show(bundledNode, args, { seconds, env: { ...env, ISV_TEST_RESULT: file } });
  return readResult(file, code);
}

/** What a run wrote; an exit code that says otherwise than the figures counts as a failure of its own. */
function readResult(file, code) {
  if (!existsSync(file)) throw new Error(`the run ended with ${code} and left no result`);
  const result = JSON.parse(readFileSync(file, 'utf8'));
  if (code !== 0 && result.failed === 0) {
    console.error(`  the run ended with ${code} though no test failed`);
    result.failed = 1;
  }
  return result;
}

async function extensionHost() {
  const { chooseEditor } = await import('../test/support/vscode/index.ts');
  const editor = await chooseEditor(line => console.log(`  ${line}`));
  console.log(`editor: ${editor.description}`);
  const { runTests } = await import('@vscode/test-electron');
  const workspace = join(scratch, 'workspace');
  const samples = join(root, 'samples');
  if (existsSync(samples)) cpSync(samples, workspace, { recursive: true });
  else mkdirSync(workspace);
  const file = join(scratch, 'extension.json');
  let code = 0;
  try {
    code = await runTests({
      vscodeExecutablePath: editor.executable,
      extensionDevelopmentPath: [root, join(root, 'test/extension/stand-in')],
      extensionTestsPath: join(root, 'dist/test/index.cjs'),
      launchArgs: [workspace, '--disable-extensions', `--user-data-dir=${join(scratch, 'user')}`],
      extensionTestsEnv: { ISV_TEST_RESULT: file, ISV_TEST_SCRATCH: scratch, ISV_DEBUGGER_HOME: join(scratch, 'home') },
    });
  } catch (error) {
    console.error(`  ${error instanceof Error ? error.message : error}`);
    code = 1;
  }
  return readResult(file, code);
}

async function installed() {
  const vsix = join(scratch, 'extension.vsix');
  const code = await show(process.execPath, [join(root, 'scripts/package.mjs'), '--out', vsix]);
  if (code !== 0) throw new Error('the VSIX could not be made');
  return mocha(['test/ui/installed'], 240, { ISV_TEST_VSIX: vsix });
}
