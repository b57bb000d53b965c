import assert from 'node:assert/strict';
import { mkdirSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { HubClient } from '../../../src/protocol/client.ts';
import type { ErrorId } from '../../../src/protocol/errors.ts';
import type { HubMethod } from '../../../src/protocol/rpc.ts';
import { refused } from '../rules/support/rule.ts';
import { Bench } from './support/bench.ts';

describe('requests to the hub', () => {
  let bench: Bench;
  beforeEach(async () => { bench = await Bench.start(); });
  afterEach(() => bench.close());

  const wrong: readonly [string, unknown, ErrorId, RegExp][] = [
    ['orgs/lost', {}, 'unknownMethod', /There is no method "orgs\/lost"/],
    ['toString', {}, 'unknownMethod', /toString/],
    ['login/start', {}, 'invalidParams', /^login\/start: "org" is missing\.$/],
    ['login/start', { org: 5 }, 'invalidParams', /"org" is 5, but must be a string/],
    ['login/start', ['north'], 'invalidParams', /"params" is .*, but must be an object/],
    ['login/start', { org: 'nowhere' }, 'unknownOrg', /There is no org "nowhere"/],
    ['login/start', { org: '__proto__' }, 'unknownOrg', /__proto__/],
    ['login/start', { org: 'silent' }, 'noAccess', /Nobody in Silent Org has granted you Login Access/],
    ['login/start', { org: 'north', user: 'zed@x' }, 'unknownUser', /North Clinic has no user "zed@x"/],
    ['session/acquire', { loginId: 'x' }, 'notLoggedIn', /not logged in/],
    ['session/acquire', { loginId: 'x', filters: { requestTypes: ['fax'] } }, 'invalidParams', /"filters\.requestTypes\[0\]" is "fax", but must be one of anonymous, rest/],
    ['session/end', { sessionId: 'x' }, 'unknownSession', /no debugging session x/],
    ['session/activity', { sessionId: 'x' }, 'unknownSession', /no debugging session x/],
    ['debug/threads', { sessionId: 'x' }, 'unknownSession', /no debugging session x/],
    ['debug/setBreakpoints', { sessionId: 'x', path: '/A', breakpoints: [{ id: 1, line: 0 }] }, 'invalidParams', /"breakpoints\[0\]\.line" is 0, but must be at least 1/],
    ['debug/resume', { sessionId: 'x', threadId: 1, kind: 'jump' }, 'invalidParams', /"kind" is "jump", but must be one of continue, next/],
    ['run/request', { loginId: 'x', method: 'BREW', path: '/' }, 'invalidParams', /"method" is "BREW"/],
    ['run/request', { loginId: 'x', method: 'GET', path: 'services' }, 'invalidParams', /"path" is "services", but must be a path that begins with "\/"/],
    ['query', { loginId: 'x', soql: '' }, 'invalidParams', /"soql" is "", but must be a string that is not empty/],
    ['developer/signIn', { userName: 'zed@x' }, 'unknownUser', /Acme has no engineer "zed@x"\. There are kim@acme\.example/],
    ['org/check', { org: 'nowhere' }, 'unknownOrg', /nowhere/],
    ['org/openProject', { projects: [] }, 'invalidParams', /"projects" is \[\]/],
    ['org/openProject', { projects: ['/nowhere'] }, 'projectInvalid', /The project folder \/nowhere does not exist/],
  ];
  for (const [method, params, id, message] of wrong) {
    it(`${method} ${JSON.stringify(params)} is refused with ${id}`, async () => {
      const kim = await bench.connect('kim');
      await refused(kim.request(method as HubMethod, params as never), id, /noAccess/.test(id) ? 'T1' : null, message);
    });
  }

  it('shows nothing of subscribers to who has not signed in', async () => {
    const client = await bench.connect();
    assert.deepEqual((await client.request('orgs/list', {})).orgs, []);
    await refused(client.request('login/start', { org: 'north' }), 'notSignedIn', null);
    await refused(client.request('org/check', { org: 'north' }), 'notSignedIn', null);
    const kim = await bench.connect('kim');
    const { session } = await kim.debug();
    assert.deepEqual((await client.request('session/list', {})).sessions, []);
    await refused(client.request('session/end', { sessionId: session.id }), 'missingPermission', 'D2');
    await refused(client.request('debug/threads', { sessionId: session.id }), 'unknownSession', null);
  });

  it("keeps a developer's logins and requests from the others", async () => {
    const kim = await bench.connect('kim');
    const lee = await bench.connect('lee');
    const login = await kim.login();
    await refused(lee.request('query', { loginId: login.id, soql: 'SELECT Id FROM Account' }), 'notLoggedIn', null);
    assert.equal((await lee.request('login/current', {})).login, null);
    assert.deepEqual(await lee.heard('login/changed'), []);
    const run = kim.request('run/anonymous', { loginId: login.id, code: 'hold' });
    await kim.barrier();
    await bench.runner().holds(1);
    const [requestId = ''] = bench.runner().held.keys();
    await lee.request('run/cancel', { requestId });
    assert.deepEqual(bench.runner().called('cancel'), []);
    await kim.request('run/cancel', { requestId });
    assert.equal((await run).success, false);
  });

  it('tells the debugging to the connection that holds the session only', async () => {
    const kim = await bench.connect('kim');
    const observer = await bench.connect('kim');
    const { session } = await kim.debug();
    bench.runner().emit({ kind: 'debug', name: 'debug/output', params: { sessionId: session.id, category: 'stdout', text: 'hi', path: null, line: null } });
    assert.equal((await kim.heard('debug/output')).length, 1);
    assert.equal((await observer.heard('debug/output')).length, 0);
    assert.equal((await observer.heard('session/changed')).length, 1);
  });

  it('has no secrets in its audit trail', async () => {
    const kim = await bench.connect('kim');
    const { login } = await kim.debug();
    const trail = JSON.stringify(bench.hub.context.store.audit.list());
    assert.match(trail, /"action":"login"/);
    assert.ok(!trail.includes(login.accessToken));
  });
});

describe("a project's sandbox", () => {
  let bench: Bench;
  beforeEach(async () => { bench = await Bench.start({}, null); });
  afterEach(() => bench.close());

  function project(name: string, settings: object = { packageDirectories: [{ path: 'force-app' }] }): string {
    const folder = join(realpathSync(bench.folder), name);
    mkdirSync(join(folder, 'force-app'), { recursive: true });
    writeFileSync(join(folder, 'sfdx-project.json'), JSON.stringify(settings));
    return folder;
  }

  it('belongs to who sits at the machine, without a sign-in', async () => {
    const client = await bench.connect();
    const folder = project('app', { name: 'Order App', namespace: 'ord', packageDirectories: [{ path: 'force-app' }, { path: 'force-app/main' }].slice(0, 1) });
    const { org, login, check } = await client.request('org/openProject', { projects: [folder] });
    assert.deepEqual([org.name, org.kind, org.notDebuggable, login.user.profile, check.ready], ['Order App', 'project', null, 'System Administrator', 3]);
    const { setup } = bench.runner('Order App');
    assert.deepEqual([setup.namespace, setup.isSandbox, setup.sources], ['ord', true, [{ directory: join(folder, 'force-app'), namespace: 'ord', package: 'Order App' }]]);
    const session = await client.request('session/acquire', { loginId: login.id });
    assert.equal(session.developer, login.developer);
    assert.deepEqual(bench.runner('Order App').called('attachSession'), [{ sessionId: session.id, visibleNamespaces: ['ord'] }]);
  });

  it('installs what the project depends on first, with its data', async () => {
    const client = await bench.connect();
    const base = project('base', { namespace: 'base', packageDirectories: [{ path: 'force-app' }] });
    const main = project('main');
    const data = join(bench.folder, 'accounts.json');
    writeFileSync(data, '{"records":[]}');
    await client.request('org/openProject', { projects: [main], with: [base], data: [data] });
    const { setup } = bench.runner('main');
    assert.deepEqual(setup.sources.map(source => source.namespace), ['base', null]);
    assert.deepEqual(setup.packages.map(each => each.namespace), ['base']);
    assert.deepEqual(setup.dataFiles, [realpathSync(data)]);
  });

  it('takes code without a namespace into that of the project, for the project to see it', async () => {
    const client = await bench.connect();
    const helpers = project('helpers');
    const main = project('app', { name: 'Order App', namespace: 'ord', packageDirectories: [{ path: 'force-app' }] });
    await client.request('org/openProject', { projects: [main], with: [helpers] });
    const { setup } = bench.runner('Order App');
    assert.deepEqual(setup.sources.map(source => [source.namespace, source.package]), [['ord', 'Order App'], ['ord', 'Order App']]);
  });

  it('is the same when opened again, and after a new hub', async () => {
    const client = await bench.connect();
    const folder = project('app');
    const first = await client.request('org/openProject', { projects: [folder] });
    const second = await client.request('org/openProject', { projects: [folder] });
    assert.deepEqual([second.org.id, second.login.id, bench.runners.length], [first.org.id, first.login.id, 1]);
    assert.equal(second.check.ready, 4);
    await bench.hub.stop();
    await bench.restart();
    const again = await bench.connect();
    assert.deepEqual((await again.request('orgs/list', {})).orgs.map(org => org.id), [first.org.id]);
    assert.equal((await again.request('login/current', {})).login?.id, first.login.id);
  });

  it('starts anew with reset', async () => {
    const client = await bench.connect();
    const folder = project('app');
    await client.request('org/openProject', { projects: [folder] });
    const old = bench.runner('app');
    writeFileSync(join(old.setup.stateDirectory, 'org.db'), 'x');
    await client.request('org/openProject', { projects: [folder], reset: true });
    assert.deepEqual([old.isStopped, bench.runners.length], [true, 2]);
  });

  const wrong: readonly [string, object | string, RegExp][] = [
    ['a project file that is no JSON', '{', /sfdx-project\.json is no valid JSON/],
    ['no package directories', {}, /"packageDirectories" must be an array with at least one entry/],
    ['a package directory without a path', { packageDirectories: [{}] }, /"packageDirectories\[0\]\.path" is missing/],
    ['a package directory that is not there', { packageDirectories: [{ path: 'src' }] }, /"packageDirectories\[0\]\.path" is "src", but there is no such folder/],
    ['a package directory outside', { packageDirectories: [{ path: '../other' }] }, /"\.\.\/other", which lies outside the project/],
    ['a package directory that leads outside', { packageDirectories: [{ path: 'link' }] }, /a link that leads outside the project/],
    ['a namespace that is none', { namespace: '7up', packageDirectories: [{ path: 'force-app' }] }, /"namespace" is "7up"/],
  ];
  for (const [title, settings, message] of wrong) {
    it(`names ${title}`, async () => {
      const folder = project('app');
      writeFileSync(join(folder, 'sfdx-project.json'), typeof settings === 'string' ? settings : JSON.stringify(settings));
      symlinkSync('/tmp', join(folder, 'link'));
      const client = await bench.connect();
      await refused(client.request('org/openProject', { projects: [folder] }), 'projectInvalid', null, message);
    });
  }

  it('is made of a folder in the older format, which has no project file, but not of just any folder', async () => {
    const client = await bench.connect();
    const folder = join(realpathSync(bench.folder), 'old');
    mkdirSync(join(folder, 'src/classes'), { recursive: true });
    await refused(client.request('org/openProject', { projects: [folder] }), 'projectInvalid', null, /old has no sfdx-project\.json and no Apex source/);
    writeFileSync(join(folder, 'src/classes/A.cls'), 'public class A {}');
    const { org } = await client.request('org/openProject', { projects: [folder] });
    assert.deepEqual([org.name, bench.runner('old').setup.sources], ['old', [{ directory: folder, namespace: null }]]);
  });

  it('names a data file that is not there', async () => {
    const client = await bench.connect();
    await refused(client.request('org/openProject', { projects: [project('app')], data: ['/nowhere.json'] }), 'dataInvalid', null, /\/nowhere\.json does not exist/);
  });

  it('signs a client in as the local developer', async () => {
    const client = await HubClient.connect(bench.hub.discovery);
    assert.equal((await client.request('client/hello', { client: 'test', version: '1' })).developer?.name, 'Local Developer');
    client.close();
  });
});
