import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { entryPoint } from '../../../src/protocol/entry-points.ts';
import { STATE_DIRECTORY_VARIABLE } from '../../../src/protocol/environment.ts';
import { WireError } from '../../../src/protocol/errors.ts';
import type { LogInfo } from '../../../src/protocol/partner.ts';
import type { OrgInfo, TestResult } from '../../../src/protocol/rpc.ts';
import { debugLines } from '../../../src/cli/commands/exec.ts';
import { FakeHub, login, runResult, session } from '../../support/dap/fake-hub.ts';

interface Outcome { readonly code: number | null; readonly out: string; readonly err: string }

describe('command line', () => {
  let hub: FakeHub;
  let folder: string;
  beforeEach(async () => {
    hub = await FakeHub.start();
    folder = mkdtempSync(join(tmpdir(), 'isv-cli-'));
  });
  afterEach(async () => {
    await hub.close();
    rmSync(folder, { recursive: true, force: true });
  });

  function cli(args: readonly string[], options: { input?: string; state?: boolean } = {}): Promise<Outcome> {
    return new Promise((resolve, reject) => {
      const { [STATE_DIRECTORY_VARIABLE]: _named, ...rest } = process.env;
      const env = options.state === false ? rest : { ...rest, [STATE_DIRECTORY_VARIABLE]: hub.stateDirectory };
      const child = spawn(process.execPath, [entryPoint('cli'), ...args], { cwd: folder, env });
      let out = '';
      let err = '';
      child.stdout.on('data', (chunk: Buffer) => { out += chunk.toString(); });
      child.stderr.on('data', (chunk: Buffer) => { err += chunk.toString(); });
      child.once('error', reject);
      child.once('close', code => resolve({ code, out, err }));
      child.stdin.end(options.input ?? '');
    });
  }

  const org: OrgInfo = {
    id: login.org.id, name: 'North Clinic', alias: 'north', kind: 'full', instance: 'CS1', packages: [], notDebuggable: null, hasActiveSession: true, notDeletable: null,
    grants: [{ user: login.user, grantedAt: 0, expiresAt: Date.UTC(2031, 0, 2, 3, 4) }],
  };
  const test = (className: string, methodName: string, outcome: TestResult['outcome'], message: string | null = null): TestResult =>
    ({ className, methodName, outcome, message, stackTrace: message === null ? null : `Class.${className}.${methodName}: line 3, column 1`, runTimeMs: 1, limits: {} });

  for (const name of ['data', 'bundle', 'sandbox', 'auth', 'subscribers', 'org', 'license', 'feature', 'audit', 'grant', 'approve', 'maintenance', 'serve', 'orgs', 'login-as', 'exec', 'query', 'test', 'check', 'log', 'session', 'dap', 'demo']) {
    it(`${name} --help`, async () => {
      const { code, out, err } = await cli([name, '--help']);
      assert.deepEqual([code, err], [0, '']);
      assert.match(out, new RegExp(`^Usage: isv-debugger ${name}`));
      assert.match(out, /--json/);
      assert.match(out, /Exit code: 0 done, 1 found failures, 2 could not run/);
    });
  }

  const unusable: readonly (readonly [readonly string[], RegExp])[] = [
    [[], /^$/],
    [['fly'], /no command "fly"/],
    [['orgs', '--wings'], /Unknown option '--wings'[^]*isv-debugger orgs --help/],
    [['orgs', '--world', 'nowhere.json'], /--world nowhere\.json: there is no such file/],
    [['test', '--project', 'nowhere'], /--project nowhere: there is no such folder/],
    [['test', '--watch'], /--watch watches the folders of --project: name them/],
    [['test', '--watch', '--json', '--project', '.'], /--watch prints for people: leave --json out/],
    [['query'], /Give a query/],
    [['login-as'], /Say which org/],
    [['session', 'fly'], /session list/],
    [['exec', 'missing.apex'], /missing\.apex can't be read/],
    [['exec', '-e', 'a', 'b.apex'], /Give one piece of code/],
    [['demo'], /needs a world file/],
  ];
  for (const [args, expected] of unusable) {
    it(`cannot run ${JSON.stringify(args)}`, async () => {
      const { code, err } = await cli(args);
      assert.equal(code, 2);
      assert.match(err, expected);
    });
  }

  it('says that there is no world here', async () => {
    const { code, err } = await cli(['orgs'], { state: false });
    assert.equal(code, 2);
    assert.match(err, /no world\.json or isv-world\.json here or above and no sfdx-project\.json here/);
  });

  it('lists orgs', async () => {
    hub.on('orgs/list', () => ({ orgs: [org] }));
    const { code, out } = await cli(['orgs']);
    assert.equal(code, 0);
    assert.match(out, /north\s+North Clinic\s+full\s+ann@north\.example\.dev\s+2031-01-02 03:04\s+session active/);
    assert.deepEqual(JSON.parse((await cli(['orgs', '--json'])).out), { orgs: [org] });
  });

  it('logs in and keeps the token to itself', async () => {
    const plain = await cli(['login-as', 'north', 'ann@north.example.dev', '--json']);
    assert.equal(plain.code, 0);
    assert.equal(plain.out.includes(login.accessToken), false);
    assert.deepEqual(await hub.called('login/start'), { org: 'north', user: 'ann@north.example.dev' });
    assert.match((await cli(['login-as', 'north', '--token'])).out, /Bearer top-secret-token/);
  });

  it('passes on why an org cannot be entered', async () => {
    hub.on('login/start', () => { throw new WireError('noAccess', 'No user of Silent Partners grants access.', { rule: 'T1' }); });
    const { code, err } = await cli(['login-as', 'silent']);
    assert.deepEqual([code, err.trim()], [2, 'isv-debugger login-as: No user of Silent Partners grants access.']);
    assert.deepEqual(JSON.parse((await cli(['login-as', 'silent', '--json'])).out), { error: 'No user of Silent Partners grants access.' });
  });

  const log = '64.0 APEX_CODE,DEBUG\n10:00:00.0 (1)|EXECUTION_STARTED\n10:00:00.0 (2)|USER_DEBUG|[1]|DEBUG|hello|there\nsecond line\n10:00:00.0 (3)|EXECUTION_FINISHED\n';
  it('runs code from an option, a file and standard input', async () => {
    hub.on('run/anonymous', () => runResult({ debugLog: log }));
    writeFileSync(join(folder, 'a.apex'), 'System.debug(2);');
    const outcomes = [await cli(['exec', '-e', 'System.debug(1);']), await cli(['exec', 'a.apex']), await cli(['exec'], { input: 'System.debug(3);' })];
    assert.deepEqual(outcomes.map(each => [each.code, each.out]), Array.from({ length: 3 }, () => [0, 'hello|there\nsecond line\n']));
    const codes = [await hub.called('run/anonymous'), await hub.called('run/anonymous'), await hub.called('run/anonymous')].map(each => each.code);
    assert.deepEqual(codes, ['System.debug(1);', 'System.debug(2);', 'System.debug(3);']);
    assert.deepEqual(debugLines(log), ['hello|there', 'second line']);
  });

  const logInfo = (id: string, success: boolean | null): LogInfo => ({ id, orgId: login.org.id, user: login.user, type: 'rest', operation: 'GET /services/apexrest/a', success, startedAt: 0, durationMs: 5, bytes: 12 });

  it('lists debug logs, and prints one part by part', async () => {
    hub.on('log/list', () => ({ logs: [logInfo('07L2', null), logInfo('07L1', false)] }));
    hub.on('log/read', ({ from }) => (from === 0 ? { text: 'one\ntwo\nth', next: '0@10', isComplete: false } : { text: 'ree', next: '0@13', isComplete: true }));
    assert.match((await cli(['log', 'list'])).out, /^ID +STARTED[^]*07L2 .* runs +5 +12\n07L1 .* failed/);
    assert.deepEqual(await cli(['log', 'show', '07L1']), { code: 0, out: 'one\ntwo\nthree\n', err: '' });
    assert.deepEqual((await cli(['log', 'show', '07L1', '--json'])).out, ['one', 'two', 'three'].map(line => `${JSON.stringify({ logId: '07L1', line })}\n`).join(''));
  });

  it('follows the debug logs of requests as they run', async () => {
    const parts = [{ text: 'one\n', next: '0@4', isComplete: false }, { text: '', next: '0@4', isComplete: false }, { text: 'two\n', next: '0@8', isComplete: true }];
    hub.on('log/read', () => parts.shift()!);
    hub.on('traceFlag/set', () => ({ flags: [] }));
    const running = cli(['log', 'tail', '--count', '1']);
    assert.deepEqual(await hub.called('traceFlag/set'), { loginId: login.id, user: login.user.userName, minutes: 30 });
    hub.notify('log/grew', { log: logInfo('07L1', null) });
    await hub.called('log/read');
    hub.notify('log/added', { log: logInfo('07L1', true) });
    const { code, out, err } = await running;
    assert.deepEqual([code, out], [0, 'one\ntwo\n']);
    assert.match(err, /── 07L1 · GET \/services\/apexrest\/a · ann@north\.example\.dev\n[^]*── 07L1 · succeeded · 5 ms\n$/);
  });

  it('takes log levels, for Apex or by category', async () => {
    hub.on('run/anonymous', () => runResult({}));
    const levels = async (text: string): Promise<unknown> => {
      const { code, err } = await cli(['exec', '-e', '1;', '--log-level', text]);
      return code === 0 ? (await hub.called('run/anonymous')).levels : err;
    };
    assert.deepEqual(await levels('fine'), { ApexCode: 'FINE' });
    assert.deepEqual(await levels('apexcode=finest, System=FINE'), { ApexCode: 'FINEST', System: 'FINE' });
    assert.match(String(await levels('Apex=FINE')), /--log-level names the category Apex, but must name ApexCode,/);
    assert.match(String(await levels('System=LOUD')), /--log-level is LOUD, but must be one of NONE,/);
  });

  it('compares the workspace version with the installed one, by code or by the last request', async () => {
    const comparison = { installed: runResult({}), workspace: runResult({ success: false }), changes: ['Outcome: succeeded → failed'], markdown: '# The request\n' };
    hub.on('run/onWorkspaceVersion', () => comparison);
    const outcomes = [await cli(['exec', '-e', 'run();', '--workspace-version', 'desk']), await cli(['exec', '--workspace-version', 'acme=desk', '--json'])];
    assert.deepEqual(outcomes.map(each => each.code), [1, 1]);
    assert.equal(outcomes[0]?.out, '# The request\n\n');
    assert.deepEqual(JSON.parse(outcomes[1]?.out ?? ''), comparison);
    const [first, second] = [await hub.called('run/onWorkspaceVersion'), await hub.called('run/onWorkspaceVersion')];
    assert.deepEqual([first.projects, first.code, second.projects, second.code], [[join(folder, 'desk')], 'run();', [`acme=${join(folder, 'desk')}`], undefined]);
  });

  it('tells an exception and compile errors by the exit code', async () => {
    hub.on('run/anonymous', () => runResult({ success: false, exception: { type: 'System.MathException', message: 'Divide by 0', stackTrace: 'AnonymousBlock: line 1, column 1' } }));
    const failed = await cli(['exec', '-e', 'x']);
    assert.deepEqual([failed.code, failed.err], [1, 'System.MathException: Divide by 0\nAnonymousBlock: line 1, column 1\n']);
    hub.on('run/anonymous', () => runResult({ success: false, compileErrors: [{ path: 'anonymous', severity: 'error', message: 'Variable does not exist: x', line: 1, column: 2 }] }));
    assert.match((await cli(['exec', '-e', 'x'])).err, /anonymous:1:2: Variable does not exist: x/);
  });

  it('prints rows', async () => {
    hub.on('query', () => ({ totalSize: 2, records: [{ attributes: { type: 'Account' }, Name: 'A', Owner: { attributes: {}, Name: 'Ann' } }, { attributes: { type: 'Account' }, Name: 'Long name', Owner: null }] }));
    const { code, out } = await cli(['query', 'SELECT Name, Owner.Name FROM Account']);
    assert.equal(code, 0);
    assert.equal(out, 'Name       Owner\nA          {"Name":"Ann"}\nLong name\n2 rows\n');
    assert.equal((await hub.called('query')).soql, 'SELECT Name, Owner.Name FROM Account');
  });

  it('passes suites, the end at the first failure and detailed coverage on', async () => {
    hub.on('org/openProject', () => ({ org, login, check: { ready: 3, withErrors: 0, problems: [] } }));
    hub.on('run/test', () => runResult({ tests: [test('BTest', 'one', 'pass'), test('ATest', 'two', 'fail', 'no'), test('CTest', 'three', 'skip')] }));
    mkdirSync(join(folder, 'app'));
    const { code, out } = await cli(['test', '--project', 'app', '--suite', 'Shop', '--suite', 'Smoke', '--fail-fast', '--detailed-coverage']);
    const { suites, failFast, coverage, isCoverageDetailed } = await hub.called('run/test');
    assert.deepEqual([code, suites, failFast, coverage, isCoverageDetailed], [1, ['Shop', 'Smoke'], true, true, true]);
    assert.equal(out.includes('CTest'), false);
    assert.match(out, /1 passed, 1 failed, 1 skipped/);
  });

  it('watches a project: runs again on a change, and says what has changed', async () => {
    hub.on('org/openProject', () => ({ org, login, check: { ready: 3, withErrors: 0, problems: [] } }));
    mkdirSync(join(folder, 'app'));
    const env = { ...process.env, [STATE_DIRECTORY_VARIABLE]: hub.stateDirectory };
    const child = spawn(process.execPath, [entryPoint('cli'), 'test', '--project', 'app', '--watch'], { cwd: folder, env, stdio: ['ignore', 'pipe', 'inherit'] });
    try {
      let out = '';
      const seen = (text: RegExp): Promise<void> => new Promise(resolve => {
        const look = (): void => { if (text.test(out)) resolve(); };
        child.stdout.on('data', look);
        look();
      });
      child.stdout.on('data', (chunk: Buffer) => { out += chunk.toString(); });
      hub.on('run/test', () => runResult({ tests: [test('ATest', 'one', 'fail', 'no')] }));
      assert.equal((await hub.called('run/test')).changed, undefined);
      await seen(/Waiting for changes/);
      hub.on('run/test', ({ changed }) => runResult({ tests: [test('ATest', 'one', changed?.length === 1 && changed[0]!.endsWith('A.cls') ? 'pass' : 'fail')] }));
      writeFileSync(join(folder, 'app', 'A.cls'), 'class A { }');
      await seen(/A\.cls changed\.[^]*1 passed, 0 failed[^]*Waiting for changes/);
    } finally {
      child.kill();
    }
  });

  it('prints tests by class and counts them', async () => {
    hub.on('org/openProject', () => ({ org, login, check: { ready: 3, withErrors: 0, problems: [] } }));
    hub.on('run/test', () => runResult({ tests: [test('BTest', 'one', 'pass'), test('ATest', 'two', 'fail', 'System.AssertException: no'), test('BTest', 'three', 'pass')] }));
    mkdirSync(join(folder, 'app'));
    mkdirSync(join(folder, 'lib'));
    const { code, out } = await cli(['test', '--project', 'app', '--with', 'lib']);
    assert.equal(code, 1);
    assert.equal(out, 'FAIL ATest: 0 passed, 1 failed\n       two: System.AssertException: no\n         Class.ATest.two: line 3, column 1\nok   BTest: 2 passed, 0 failed\n2 passed, 1 failed\n');
    const opened = await hub.called('org/openProject');
    assert.deepEqual([opened.projects[0]?.endsWith('/app'), opened.with?.[0]?.endsWith('/lib')], [true, true]);
    hub.on('run/test', () => runResult({ tests: [test('BTest', 'one', 'pass')] }));
    assert.deepEqual([(await cli(['test', 'BTest.one', '--project', 'app'])).code, (await hub.called('run/test')).tests], [0, []]);
    hub.on('run/test', () => runResult());
    const none = await cli(['test', 'Nothing', '--project', 'app']);
    assert.deepEqual([none.code, /No tests were found by the name Nothing/.test(none.err)], [2, true]);
  });

  it('lists what does not compile', async () => {
    hub.on('org/check', () => ({ ready: 12, withErrors: 1, problems: [{ path: '/a/B.cls', severity: 'error', message: 'Unexpected token', line: 3, column: 4 }] }));
    const { code, out } = await cli(['check']);
    assert.deepEqual([code, out], [1, '/a/B.cls:3:4: Unexpected token\n12 classes ready, 1 with errors\n']);
  });

  it('lists and ends sessions', async () => {
    hub.on('session/list', () => ({ sessions: [session] }));
    assert.match((await cli(['session', 'list'])).out, /session-1\s+North Clinic\s+ann@north\.example\.dev\s+kim@clinic\.example\s+active/);
    assert.equal((await cli(['session', 'end', 'session-1'])).code, 0);
    assert.deepEqual(await hub.called('session/end'), { sessionId: 'session-1' });
  });

  it('needs a login', async () => {
    hub.on('login/current', () => ({ login: null }));
    const { code, err } = await cli(['query', 'SELECT Id FROM Account']);
    assert.equal(code, 2);
    assert.match(err, /You are not logged in to an org\. Use "isv-debugger login-as ORG"/);
  });

  describe('demo', () => {
    const demo = { org: 'north', engineer: 'kim@clinic.example', run: { anonymous: 'x();' }, breakpoints: [{ class: 'Planner', marker: '// stop here' }], evaluate: ['minutes * 2'] };
    function writeWorld(extra: object): void {
      mkdirSync(join(folder, 'package/classes'), { recursive: true });
      writeFileSync(join(folder, 'package/classes/Planner.cls'), 'class Planner {\n  // a line\n  Integer a = 1; // stop here\n}\n');
      writeFileSync(join(folder, 'world.json'), JSON.stringify({ packages: [{ path: 'package' }], orgs: [], ...extra }));
    }

    function script(): void {
      const developer = { userName: 'kim@clinic.example', name: 'Kim', permissions: [] };
      hub.on('developer/signIn', () => ({ developer, token: 'developer-secret' }));
      let finish = (): void => undefined;
      hub.on('run/anonymous', () => {
        hub.stop(1, { hitBreakpointIds: [1] });
        return new Promise(resolve => { finish = () => resolve(runResult()); });
      });
      hub.on('debug/stackTrace', () => ({ totalFrames: 1, frames: [{ id: 11, name: 'Planner.run()', path: join(folder, 'package/classes/Planner.cls'), line: 3, column: 3, endLine: 3, endColumn: 9, isHidden: false }] }));
      hub.on('debug/scopes', () => ({ scopes: [{ name: 'Local', reference: 12, isExpensive: false, namedCount: 1, indexedCount: 0 }] }));
      hub.on('debug/variables', () => ({ variables: [{ name: 'minutes', value: '45', type: 'Integer', reference: 0, namedCount: null, indexedCount: null, evaluateName: 'minutes', isReadOnly: false, kind: null }] }));
      hub.on('debug/evaluate', () => ({ value: '90', type: 'Integer', reference: 0, namedCount: null, indexedCount: null }));
      hub.on('debug/resume', ({ kind }) => {
        if (kind === 'continue') finish();
        else hub.notify('debug/stopped', { sessionId: session.id, threadId: 1, reason: 'step', description: null, text: null, hitBreakpointIds: [], view: null });
        return {};
      });
    }

    it('walks through a session and tells of it', async () => {
      writeWorld({ demo });
      script();
      const { code, out, err } = await cli(['demo']);
      assert.deepEqual([code, err], [0, '']);
      for (const expected of [/Signed in as Kim/, /Logged in to North Clinic as Ann North/, /Planner\.cls:3 set/, /Stopped: breakpoint\n {2}at Planner\.cls:3/, /Planner\.run\(\) {2}Planner\.cls:3/, /minutes: Integer = 45/, /minutes \* 2 = 90/, /Stepped to Planner\.cls:3/, /Continued to the end/]) {
        assert.match(out, expected);
      }
      assert.equal((await hub.called('debug/setBreakpoints')).breakpoints[0]?.line, 3);
    });

    it('prints the debug messages as JSON, one a line', async () => {
      writeWorld({ demo: undefined });
      writeFileSync(join(folder, 'demo.json'), JSON.stringify(demo));
      script();
      const { code, out } = await cli(['demo', '--json']);
      assert.equal(code, 0);
      const messages = out.trim().split('\n').map(line => JSON.parse(line) as { direction: string; message: { command?: string; event?: string } });
      const commands = messages.filter(each => each.direction === 'sent').map(each => each.message.command);
      assert.deepEqual(commands, ['initialize', 'launch', 'setBreakpoints', 'setExceptionBreakpoints', 'configurationDone', 'stackTrace', 'scopes', 'variables', 'evaluate', 'evaluate', 'next', 'stackTrace', 'continue', 'disconnect']);
      assert.ok(messages.some(each => each.message.event === 'stopped'));
      assert.equal(/developer-secret|top-secret-token/.test(out), false);
    });

    const wrong: readonly (readonly [object, RegExp])[] = [
      [{}, /there is no "demo" object here, no demo\.json beside it, and no test in the packages to show instead/],
      [{ demo: [] }, /demo must be an object/],
      [{ demo: { ...demo, org: 3 } }, /demo\.org must be a text/],
      [{ demo: { ...demo, run: { tests: 'A' } } }, /"run" has no "tests"/],
      [{ demo: { ...demo, exception: 'some' } }, /demo\.exception must be "uncaught" or "all"/],
      [{ demo: { ...demo, breakpoints: [{ class: 'A' }] } }, /demo\.breakpoints must be a list of/],
      [{ demo: { ...demo, breakpoints: [] } }, /somewhere to stop/],
      [{ demo: { ...demo, colour: 1 } }, /demo\.colour is not known/],
      [{ demo: { ...demo, breakpoints: [{ class: 'Planner', marker: '// nowhere' }] } }, /Planner\.cls has no line with the marker "\/\/ nowhere"/],
      [{ demo: { ...demo, breakpoints: [{ class: 'Nobody', marker: 'x' }] } }, /hold no class or trigger "Nobody"/],
    ];
    for (const [world, expected] of wrong) {
      it(`cannot run ${JSON.stringify(world).slice(0, 80)}`, async () => {
        writeWorld(world);
        const { code, err } = await cli(['demo']);
        assert.equal(code, 2);
        assert.match(err, expected);
      });
    }

    it('says that nothing stopped', async () => {
      writeWorld({ demo });
      script();
      hub.on('run/anonymous', () => runResult());
      const { code, err } = await cli(['demo']);
      assert.equal(code, 2);
      assert.match(err, /ran to its end without a stop/);
    });
  });
});
