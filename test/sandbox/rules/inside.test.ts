import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { Bench, WORLD } from '../hub/support/bench.ts';
import { hours, minutes } from '../hub/support/manual-clock.ts';
import { refused, rule } from './support/rule.ts';

const vendor = { namespace: 'rival', name: 'Rival', version: '1.0', path: 'rival' };
/** A second vendor's package in North Clinic. */
const withRival = { ...WORLD, packages: [...WORLD.packages, vendor], orgs: WORLD.orgs.map((org, index) => (index === 0 ? { ...org, packages: ['acme@1.2', 'rival@1.0'], source: ['north'] } : org)) };

function writeCode(folder: string): void {
  const write = (path: string, text: string): void => {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  write('desk/force-app/Desk.cls', 'global class Desk { global static Integer price(Integer n) { Integer secretFactor = 3; return n * secretFactor; } }');
  write('rival/sfdx-project.json', JSON.stringify({ packageDirectories: [{ path: 'app' }], namespace: 'rival' }));
  write('rival/app/Rival.cls', 'global virtual class Rival extends Base implements Comparable { global String name { get; private set; } private Integer hidden; global Rival(String first) { hidden = 7; } global Map<Id, List<String>> find(Set<Id> ids) { return hiddenWay(ids); } Integer hiddenWay() { return 1; } global enum Kind { A, B } global interface Api { void call(Integer n); } class Inner { } }');
  write('rival/app/Quiet.cls', 'public class Quiet { public Integer n; }');
  write('north/Own.cls', 'public class Own { }');
}

describe('rules of what a login opens', () => {
  rule('T16', "View Managed Code shows the partner's own packages whole", async bench => {
    writeCode(bench.folder);
    const kim = await bench.connect('kim');
    const { id: loginId } = await kim.login();
    const { files } = await kim.request('code/list', { loginId });
    assert.deepEqual(files.map(({ name, namespace, access }) => [name, namespace, access]), [['Desk', 'acme', 'full']]);
    const { content } = await kim.request('code/read', { loginId, path: files[0]?.path ?? '' });
    assert.match(content, /secretFactor = 3/);
    await refused(kim.request('code/read', { loginId, path: join(bench.folder, 'world.json') }), 'unknownSource', 'T16');
  }, { disabled: false });

  rule('D8', "of another vendor's package only global signatures are shown", async bench => {
    const kim = await bench.connect('kim');
    const { id: loginId } = await kim.login();
    const { files } = await kim.request('code/list', { loginId });
    assert.deepEqual(files.map(({ name, namespace, access }) => [name, namespace, access]), [['Desk', 'acme', 'full'], ['Quiet', 'rival', 'global'], ['Rival', 'rival', 'global'], ['Own', null, 'full']]);
    const read = async (name: string): Promise<string> => (await kim.request('code/read', { loginId, path: files.find(file => file.name === name)?.path ?? '' })).content;
    assert.equal(await read('Rival'), [
      'global virtual class Rival extends Base implements Comparable {', '    global String name { get; }', '    global Rival(String first);', '    global Map<Id, List<String>> find(Set<Id> ids);',
      '    global enum Kind { A, B }', '    global interface Api {', '        void call(Integer n);', '    }', '}', '',
    ].join('\n'));
    assert.equal(await read('Quiet'), '// Nothing of this is global.\n');
  }, { world: withRival, prepare: writeCode });

  rule('D2', "without 'View and Debug Managed Apex' the partner's own code is hidden, too", async bench => {
    writeCode(bench.folder);
    const mia = await bench.connect('mia');
    const { id: loginId } = await mia.login();
    const [file] = (await mia.request('code/list', { loginId })).files;
    assert.equal(file?.access, 'global');
    assert.equal((await mia.request('code/read', { loginId, path: file?.path ?? '' })).content, 'global class Desk {\n    global static Integer price(Integer n);\n}\n');
  });

  rule('T7', "who may not see an org's setup doesn't see its code", async bench => {
    const kim = await bench.connect('kim');
    const { id: loginId } = await kim.login('north', 'bo@north.example');
    assert.deepEqual((await kim.request('code/list', { loginId })).files.map(file => file.name), ['Desk', 'Quiet', 'Rival']);
  }, { world: withRival, prepare: writeCode });

  rule('T16', 'a login through Login Access never grants OAuth access', async bench => {
    const kim = await bench.connect('kim');
    const { id: loginId } = await kim.login();
    await refused(kim.request('oauth/grant', { loginId, clientId: 'app' }), 'oauthRefused', 'T16', /Ask Ann North/);
  });

  rule('T16', "a debug log shows the partner's own managed code, and of others that they were entered", async bench => {
    const kim = await bench.connect('kim');
    const { id: loginId } = await kim.login();
    const logId = await logged(bench, kim, loginId);
    const { text } = await kim.request('log/read', { loginId, logId });
    assert.equal(text, '10:00:00.0 (1)|USER_DEBUG|[1]|DEBUG|own\n10:00:00.0 (2)|USER_DEBUG|[2]|DEBUG|acme secret\n10:00:00.0 (3)|ENTERING_MANAGED_PKG|rival\n10:00:00.0 (5)|USER_DEBUG|[1]|DEBUG|end');
  }, { world: withRival, prepare: writeCode });

  rule('T10', 'the list of debug logs needs View All Data', async bench => {
    const kim = await bench.connect('kim');
    const { id: loginId } = await kim.login('north', 'bo@north.example');
    await refused(kim.request('log/list', { loginId }), 'missingPermission', 'T10', /Bo North lacks "View All Data"/);
  });

  rule('T10', 'a request leaves a debug log only under a trace flag', async bench => {
    const kim = await bench.connect('kim');
    const login = await kim.login();
    const { id: loginId } = login;
    const request = { loginId, method: 'GET', path: '/services/apexrest/acme/x' };
    const list = async (): Promise<string[]> => (await kim.request('log/list', { loginId })).logs.map(log => log.operation);
    await kim.request('run/request', request);
    assert.deepEqual(await list(), []);
    const { flags } = await kim.request('traceFlag/set', { loginId, user: login.user.id, minutes: 30 });
    assert.deepEqual(flags.map(flag => [flag.user.userName, flag.expiresAt]), [['ann@north.example', bench.clock.now() + minutes(30)]]);
    await kim.request('run/request', request);
    assert.deepEqual(await list(), ['GET /services/apexrest/acme/x']);
    assert.deepEqual((await kim.heard('log/added')).map(({ log }) => log.type), ['rest']);
    bench.clock.advance(minutes(30));
    await kim.request('run/request', request);
    assert.equal((await list()).length, 1);
    // These bring a header, or are tests.
    await kim.request('run/anonymous', { loginId, code: '1;' });
    await kim.request('run/test', { loginId, tests: [] });
    assert.equal((await list()).length, 3);
    assert.deepEqual((await kim.request('setupAudit/list', { org: 'north' })).entries[0], { at: bench.clock.now() - minutes(30), userName: 'ann@north.example', delegate: 'kim@acme.example', section: 'Debug Logs', action: 'Set a trace flag for ann@north.example' });
  });

  it('T16: protected custom settings are written as the partner, and the Setup Audit Trail says so', async () => {
    const bench = await Bench.start();
    try {
      const kim = await bench.connect('kim');
      const login = await kim.login();
      const { id: loginId } = login;
      assert.deepEqual(await kim.request('setting/list', { loginId }), { settings: [] });
      const { id } = await kim.request('setting/save', { loginId, object: 'acme__Limits__c', values: { Name: 'Max', acme__Value__c: 5 } });
      await kim.request('setting/delete', { loginId, object: 'acme__Limits__c', id });
      assert.deepEqual(bench.runner().called('writeSetting'), [
        { userId: login.user.id, namespaces: ['acme'], object: 'acme__Limits__c', id: null, values: { Name: 'Max', acme__Value__c: 5 } },
        { userId: login.user.id, namespaces: ['acme'], object: 'acme__Limits__c', id, values: null },
      ]);
      const { entries } = await kim.request('setupAudit/list', { org: 'north' });
      assert.deepEqual(entries.map(({ delegate, action }) => [delegate, action]).slice(0, 2), [['kim@acme.example', 'Deleted a record of acme__Limits__c'], ['kim@acme.example', 'Created a record of acme__Limits__c']]);
    } finally {
      await bench.close();
    }
  });

  it('the last request runs again, and what changed is told', async () => {
    const bench = await Bench.start();
    try {
      const kim = await bench.connect('kim');
      const { id: loginId } = await kim.login();
      await refused(kim.request('run/again', { loginId }), 'requestFailed', null);
      await kim.request('run/anonymous', { loginId, code: 'System.debug(1);' });
      assert.deepEqual((await kim.request('run/again', { loginId })).changes, []);
      bench.runner().nextOutcome = { success: false, exception: { type: 'System.LimitException', message: 'Too many', stackTrace: '' }, debugLog: '10:00:00.0 (1)|USER_DEBUG|[1]|DEBUG|licensed: false' };
      const again = await kim.request('run/again', { loginId });
      assert.deepEqual([again.before.success, again.after.success], [true, false]);
      assert.deepEqual(again.changes, ['Outcome: succeeded → failed', 'Exception: none → System.LimitException: Too many', 'Now logged: licensed: false']);
    } finally {
      await bench.close();
    }
  });

  rule('D10', 'maintenance ends sessions, and none starts until it is over', async bench => {
    const kim = await bench.connect('kim');
    const { login, session } = await kim.debug();
    await kim.request('maintenance/start', { message: 'New disks.', inMinutes: 5 });
    assert.deepEqual((await kim.heard('maintenance/changed')).map(each => each.maintenance?.startsAt), [bench.clock.now() + minutes(5)]);
    bench.clock.advance(minutes(5));
    assert.deepEqual((await kim.heard('session/ended')).map(each => [each.session.id, each.session.endReason]), [[session.id, 'maintenance']]);
    await refused(kim.request('session/acquire', { loginId: login.id }), 'maintenance', 'D10', /New disks/);
    await kim.request('maintenance/end', {});
    await kim.request('session/acquire', { loginId: login.id });
  });

  it('D10: maintenance outlives the hub', async () => {
    const bench = await Bench.start();
    try {
      const kim = await bench.connect('kim');
      await kim.request('maintenance/start', {});
      await bench.hub.stop();
      await bench.restart();
      const again = await bench.connect('kim');
      const login = await again.login();
      await refused(again.request('session/acquire', { loginId: login.id }), 'maintenance', 'D10');
    } finally {
      await bench.close();
    }
  });

  it('a session reports what it debugged, without what customers entered', async () => {
    const bench = await Bench.start();
    try {
      const kim = await bench.connect('kim');
      const login = await kim.request('login/start', { org: 'north', caseNumber: '0017', reason: 'Orders fail' });
      const session = await kim.request('session/acquire', { loginId: login.id });
      await kim.request('debug/ready', { sessionId: session.id });
      const run = kim.request('run/anonymous', { loginId: login.id, code: 'hold' });
      await bench.runner().holds(1);
      bench.clock.advance(minutes(3));
      for (const { finish } of bench.runner().held.values()) finish();
      await run;
      await kim.request('run/request', { loginId: login.id, method: 'POST', path: '/services/apexrest/acme/orders/HF-1042/submit?name=Joe' });
      bench.clock.advance(hours(1));
      const report = await kim.request('session/report', { sessionId: session.id });
      assert.deepEqual(report.requests.map(({ entryPoint, durationMs, stops, success }) => [entryPoint, durationMs, stops, success]), [['anonymous Apex', minutes(3), 1, true], ['POST /services/apexrest/acme/orders/…/submit', 0, 0, true]]);
      assert.deepEqual([report.stops, report.durationMs], [1, hours(1)]);
      for (const part of ['Case: 0017', 'Duration: 1 h 0 min', '2 requests debugged, 1 stop', 'Ended: idle for too long (T14)']) assert.ok(report.markdown.includes(part), report.markdown);
      assert.doesNotMatch(report.markdown, /HF-1042|Joe/);
    } finally {
      await bench.close();
    }
  });
});

/** A run whose log three packages' code wrote in. */
async function logged(bench: Bench, kim: Awaited<ReturnType<Bench['connect']>>, loginId: string): Promise<string> {
  const lines = ['own', 'acme secret', 'rival secret', 'rival second', 'end'].map((text, index) => `10:00:00.0 (${index + 1})|USER_DEBUG|[${[1, 2, 8, 9, 1][index]}]|DEBUG|${text}`);
  const text = lines.join('\n');
  const spans = lines.flatMap(line => (/acme|rival/.test(line) ? [[text.indexOf(line), text.indexOf(line) + line.length + 1, line.includes('acme') ? 'acme' : 'rival']] : []));
  await kim.request('run/anonymous', { loginId, code: '1;' });
  const { orgId, stateDirectory } = bench.runner().setup;
  assert.ok(stateDirectory.endsWith(orgId));
  const logId = '07L000000000001AAA';
  mkdirSync(join(stateDirectory, 'logs'), { recursive: true });
  writeFileSync(join(stateDirectory, 'logs', `${logId}.log`), text);
  writeFileSync(join(stateDirectory, 'logs', `${logId}.spans`), spans.map(span => `${JSON.stringify(span)}\n`).join(''));
  return logId;
}
