import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import type { DebugLogLevels, RunResult } from '../../../src/protocol/rpc.ts';
import { startRunnerProcess } from '../../../src/sandbox/org/runner-process.ts';
import type { RunnerProcess } from '../../../src/sandbox/org/runner-process.ts';
import { Bench, WORLD } from '../hub/support/bench.ts';
import { debugLines, RealOrg } from './support/real-org.ts';

const FILES: Readonly<Record<string, string>> = {
  'classes/Desk.cls': `global class Desk {
  global static Integer serve(Integer n) {
    Integer sum = 0;
    for (Integer i = 0; i < n; i++) {
      sum += i;
    }
    return sum;
  }
}`,
};
const TILL = `global class Till {
  static Integer sold = 0;
  global Till(Integer n) { sold += n; }
  global List<Integer> add(List<Integer> all) { all.add(
    sold); return all; }
}`;
const CODE = "Integer a = acme.Desk.serve(3);\nSystem.debug(a);\ninsert new Account(Name = 'logged');";

/** Without the time of day and without ids: nanoseconds stay. */
const shapeOf = ({ debugLog }: RunResult): string => debugLog.replaceAll(/^\d\d:\d\d:\d\d\./gm, '').replaceAll(/\b001[A-Za-z0-9]{12,15}\b/g, '<001>');

describe('debug logs of an org', function () {
  this.timeout(60_000);
  let org: RealOrg;
  before(async () => { org = await RealOrg.start({ files: { ...FILES, 'classes/Till.cls': TILL } }); });
  after(() => org.close());

  const run = (levels?: DebugLogLevels, path?: string): Promise<RunResult> => org.kim.request('run/anonymous', { loginId: org.login.id, code: CODE, ...(levels ? { levels } : {}), ...(path ? { path } : {}) });

  it('tell as much as a header asks for', async () => {
    const usual = (await run()).debugLog;
    assert.ok(!usual.includes('|STATEMENT_EXECUTE|'));
    assert.match(usual.split('\n')[0] ?? '', /^67\.0 APEX_CODE,DEBUG;/);
    const fine = (await run({ ApexCode: 'FINEST' })).debugLog;
    assert.match(fine.split('\n')[0] ?? '', /^67\.0 APEX_CODE,FINEST;/);
    assert.match(fine, /\|METHOD_ENTRY\|\[1\]\|01p[A-Za-z0-9]{12}\|acme\.Desk\.serve\(Integer\)\n/);
    assert.equal(fine.match(/\|STATEMENT_EXECUTE\|/g)?.length, 13);
  });

  it('tell as much as a trace flag of the user asks for', async () => {
    const { userId } = (await org.kim.request('query', { loginId: org.login.id, soql: "SELECT Id FROM User WHERE Username = 'ann@north.example'" })).records.map(record => ({ userId: (record as { Id: string }).Id }))[0]!;
    const post = async (object: string, body: object): Promise<string> => {
      const { response } = await org.kim.request('run/request', { loginId: org.login.id, method: 'POST', path: `/services/data/v64.0/sobjects/${object}`, body: JSON.stringify(body) });
      assert.equal(response?.status, 201, response?.body);
      return (JSON.parse(response?.body ?? '{}') as { id: string }).id;
    };
    const level = await post('DebugLevel', { DeveloperName: 'Fine', MasterLabel: 'Fine', ApexCode: 'FINE', Database: 'NONE' });
    await post('TraceFlag', { TracedEntityId: userId, DebugLevelId: level, LogType: 'USER_DEBUG', ExpirationDate: new Date(org.bench.clock.now() + 366 * 86_400_000 * 10).toISOString() });
    const log = (await run()).debugLog;
    assert.match(log.split('\n')[0] ?? '', /^67\.0 APEX_CODE,FINE;.*;DB,NONE;/);
    assert.ok(log.includes('|METHOD_ENTRY|') && !log.includes('|STATEMENT_EXECUTE|') && !log.includes('|DML_BEGIN|'));
  });

  const events = async (code: string, levels: DebugLogLevels): Promise<string[]> => {
    const { debugLog } = await org.kim.request('run/anonymous', { loginId: org.login.id, code, levels });
    return debugLog.split('\n').filter(line => /\|(\w*(METHOD|CONSTRUCTOR)_\w+|STATEMENT_EXECUTE|HEAP_ALLOCATE|VARIABLE_\w+|USER_DEBUG)\|/.test(line)).map(line => line.replace(/^[^|]*\|/, '').replace(/\|01p\w+\|/, '|01p|').replaceAll(/0x1\d+/g, '0x1'));
  };
  const CALLS = "acme.Till till = new acme.Till(4);\nInteger r = till.add(new List<Integer>{ 1 }).size();\nSystem.debug(String.valueOf(r).trim());";
  const SYSTEM = ['SYSTEM_METHOD_ENTRY|[4]|LIST<Integer>.add(Object)', 'SYSTEM_METHOD_EXIT|[4]|LIST<Integer>.add(Object)', 'SYSTEM_METHOD_ENTRY|[2]|LIST<Integer>.size()', 'SYSTEM_METHOD_EXIT|[2]|LIST<Integer>.size()',
    'SYSTEM_METHOD_ENTRY|[3]|String.valueOf(Integer)', 'SYSTEM_METHOD_EXIT|[3]|String.valueOf(Integer)', 'SYSTEM_METHOD_ENTRY|[3]|String.trim()', 'SYSTEM_METHOD_EXIT|[3]|String.trim()', 'SYSTEM_METHOD_ENTRY|[3]|System.debug(ANY)', 'USER_DEBUG|[3]|DEBUG|2', 'SYSTEM_METHOD_EXIT|[3]|System.debug(ANY)'];
  const FINE = ['METHOD_ENTRY|[1]|01p|acme.Till.Till()', 'METHOD_EXIT|[1]|acme.Till', 'CONSTRUCTOR_ENTRY|[1]|01p|<init>(Integer)|acme.Till', 'CONSTRUCTOR_EXIT|[1]|01p|<init>(Integer)|acme.Till', 'METHOD_ENTRY|[2]|01p|acme.Till.add(List<Integer>)', 'METHOD_EXIT|[2]|01p|acme.Till.add(List<Integer>)', 'USER_DEBUG|[3]|DEBUG|2'];

  it('tell of calls of the library at the FINE of System', async () => assert.deepEqual(await events(CALLS, { System: 'FINE' }), SYSTEM));
  it('tell of calls of Apex at the FINE of ApexCode', async () => assert.deepEqual(await events(CALLS, { ApexCode: 'FINE' }), FINE));

  it('tell of statements and heap at FINER, not yet of variables', async () => {
    const finer = await events(CALLS, { ApexCode: 'FINER' });
    assert.deepEqual(finer.filter(line => /METHOD|CONSTRUCTOR|USER_DEBUG/.test(line)), FINE);
    assert.deepEqual(finer.filter(line => line.startsWith('STATEMENT')), ['[1]', '[2]', '[3]', '[2]', '[4]', '[5]', '[3]'].map(line => `STATEMENT_EXECUTE|${line}`));
    assert.deepEqual(finer.filter(line => line.startsWith('HEAP')).map(line => line.replace(/\d+$/, 'n')), ['HEAP_ALLOCATE|[2]|Bytes:n', 'HEAP_ALLOCATE|[4]|Bytes:n', 'HEAP_ALLOCATE|[3]|Bytes:n']);
    assert.deepEqual(finer.filter(line => line.startsWith('VARIABLE')), []);
  });

  it('tell of variables at FINEST, static ones by their class', async () => {
    assert.deepEqual((await events(CALLS, { ApexCode: 'FINEST' })).filter(line => line.includes('Till.sold')), ['VARIABLE_SCOPE_BEGIN|[2]|acme.Till.sold|Integer|false|true', 'VARIABLE_ASSIGNMENT|[2]|acme.Till.sold|0', 'VARIABLE_ASSIGNMENT|[3]|acme.Till.sold|4']);
  });

  it('tell a line once in a trace, whatever the log is told of it', async () => {
    const { exception } = await org.kim.request('run/anonymous', { loginId: org.login.id, code: "List<Account> found = Database.query('none');", levels: { System: 'FINE' } });
    assert.equal(exception?.stackTrace, 'AnonymousBlock: line 1, column 1');
  });

  it('tell nothing of what a person evaluates', async () => {
    const session = await org.acquire();
    const path = `${org.folder}/watched.apex`;
    await org.kim.request('debug/setBreakpoints', { sessionId: session.id, path, breakpoints: [{ id: 1, line: 3 }] });
    const levels = { ApexCode: 'FINEST', System: 'FINE' } as const;
    const plain = await events(CALLS, levels);
    const stopped = org.next('debug/stopped');
    const running = org.kim.request('run/anonymous', { loginId: org.login.id, code: CALLS, path, levels });
    const { threadId } = await stopped;
    const { frames } = await org.kim.request('debug/stackTrace', { sessionId: session.id, threadId, startFrame: 0, levels: 1 });
    for (const context of ['watch', 'repl'] as const) {
      const { value } = await org.kim.request('debug/evaluate', { sessionId: session.id, frameId: frames[0]!.id, expression: 'new List<Integer>{ r, till.add(new List<Integer>()).size() }.size()', context });
      assert.equal(value, '2');
    }
    await org.kim.request('debug/resume', { sessionId: session.id, threadId, kind: 'continue' });
    const watched = (await running).debugLog.split('\n').filter(line => /\|\w*(METHOD|CONSTRUCTOR)_ENTRY\|/.test(line)).length;
    assert.equal(watched, plain.filter(line => /^\w*(METHOD|CONSTRUCTOR)_ENTRY\|/.test(line)).length);
    await org.kim.request('session/end', { sessionId: session.id });
  });

  for (const [level, System] of [['DEBUG', 'DEBUG'], ['DEBUG', 'FINE'], ['FINEST', 'FINE']] as const) {
    it(`are the same at ${level}, System at ${System}, with the debugger off, attached and stepping`, async () => {
      const off = shapeOf(await run({ ApexCode: level, System }));
      const session = await org.acquire();
      const attached = shapeOf(await run({ ApexCode: level, System }));
      const path = `${org.folder}/neutral${level}${System}.apex`;
      await org.kim.request('debug/setBreakpoints', { sessionId: session.id, path, breakpoints: [{ id: 1, line: 1 }] });
      const listening = org.kim.hub.on('debug/stopped', ({ threadId }) => void org.kim.request('debug/resume', { sessionId: session.id, threadId, kind: 'stepIn' }));
      const stepping = shapeOf(await run({ ApexCode: level, System }, path));
      listening.dispose();
      await org.kim.request('session/end', { sessionId: session.id });
      assert.deepEqual(attached.split('\n'), off.split('\n'));
      assert.deepEqual(stepping.split('\n'), off.split('\n'));
    });
  }
});

describe('what others\' packages say (T16)', function () {
  this.timeout(60_000);

  it('is in no answer of a request, nor on the debugger\'s console', async () => {
    const processes: RunnerProcess[] = [];
    const project = (folder: string, namespace: string, text: string): void => {
      mkdirSync(join(folder, namespace, 'force-app', 'classes'), { recursive: true });
      writeFileSync(join(folder, namespace, 'sfdx-project.json'), JSON.stringify({ packageDirectories: [{ path: 'force-app', default: true }], namespace }));
      writeFileSync(join(folder, namespace, 'force-app', 'classes', 'Door.cls'), text);
    };
    const [north] = WORLD.orgs;
    const world = { ...WORLD, packages: ['acme', 'rival'].map(namespace => ({ namespace, name: namespace, version: '1.2', path: namespace })), orgs: [{ ...north, packages: ['acme@1.2', 'rival@1.2'] }] };
    const bench = await Bench.start({
      runnerFactory: setup => {
        const runner = startRunnerProcess(setup);
        processes.push(runner);
        return runner;
      },
    }, world, folder => {
      project(folder, 'acme', "global class Door { global static void open() { System.debug('of our own'); } }");
      project(folder, 'rival', "global class Door { global static void open() { System.debug('rivals secret'); Integer hiddenVariable = 12; throw new IllegalArgumentException('x'); } }");
    });
    try {
      const kim = await bench.connect('kim');
      const { login, session } = await kim.debug('north');
      const result = await kim.request('run/anonymous', { loginId: login.id, levels: { ApexCode: 'FINEST' }, code: "System.debug('own'); acme.Door.open(); rival.Door.open();" });
      assert.deepEqual(debugLines(result), ['own', 'of our own']);
      assert.match(result.debugLog, /\|ENTERING_MANAGED_PKG\|rival\n/);
      assert.deepEqual(['rivals secret', 'hiddenVariable', 'Class.rival.Door'].filter(secret => JSON.stringify({ ...result, exception: result.exception?.stackTrace }).includes(secret)), []);
      assert.match(result.exception?.stackTrace ?? '', /^\(rival\)/);
      assert.deepEqual((await kim.heard('debug/output')).filter(({ category }) => category === 'stdout').map(({ text }) => text.trim()), ['own', 'of our own']);
      await kim.request('session/end', { sessionId: session.id });
    } finally {
      await bench.close();
    }
  });
});
