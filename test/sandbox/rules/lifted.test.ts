import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, it } from 'mocha';
import type { RequestType } from '../../../src/protocol/rpc.ts';
import { startRunnerProcess } from '../../../src/sandbox/org/runner-process.ts';
import { Bench, WORLD } from '../hub/support/bench.ts';
import type { TestClient } from '../hub/support/bench.ts';
import { makeCertificate } from '../hub/support/certificate.ts';
import { refused, rule } from './support/rule.ts';

const rivalWorld = { ...WORLD, packages: [...WORLD.packages, { namespace: 'rival', name: 'Rival', version: '1.0', path: 'rival' }], orgs: WORLD.orgs.map((org, index) => (index === 0 ? { ...org, packages: ['acme@1.2', 'rival@1.0'], source: ['north'] } : org)) };

function write(folder: string, path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

function writeRival(folder: string): void {
  write(folder, 'desk/force-app/Desk.cls', 'global class Desk { global static Integer shown() { return 1; } }');
  write(folder, 'desk/force-app/Hidden.cls', 'public class Hidden { public static Integer secret() { return 2; } }');
  write(folder, 'rival/sfdx-project.json', JSON.stringify({ packageDirectories: [{ path: 'app' }], namespace: 'rival' }));
  write(folder, 'rival/app/Rival.cls', 'global class Rival { global void call() { Integer hiddenWay = 1; } }');
  write(folder, 'north/Own.cls', 'public class Own { }');
}

describe('rules of what surrounds a session', () => {
  rule('D4', 'a change of the sources leaves the session alive', async bench => {
    const kim = await bench.connect('kim');
    const { session } = await kim.debug();
    await kim.request('org/check', { org: 'north' });
    assert.deepEqual((await kim.request('session/list', {})).sessions.map(each => [each.id, each.state]), [[session.id, 'active']]);
  });

  for (const type of ['future', 'queueable', 'batch', 'schedulable'] satisfies RequestType[]) {
    rule('D5', `a request of type ${type} is debugged`, async bench => {
      const kim = await bench.connect('kim');
      const { login, session } = await kim.debug();
      const debug = await bench.runner().listener.admit({ requestId: type, userId: login.user.id, type, entryPoint: 'Job.execute' });
      assert.equal(debug?.sessionId, session.id);
    });
  }

  for (const [what, act] of [
    ['breakpoints with conditions', (kim: TestClient, sessionId: string) => kim.request('debug/setBreakpoints', { sessionId, path: '/A.cls', breakpoints: [{ id: 1, line: 1, condition: 'n > 1' }] })],
    ['evaluation', (kim: TestClient, sessionId: string) => kim.request('debug/evaluate', { sessionId, expression: '1', context: 'repl' })],
    ['changing a variable', (kim: TestClient, sessionId: string) => kim.request('debug/setVariable', { sessionId, reference: 1, name: 'n', value: '1' })],
    ['a pause', (kim: TestClient, sessionId: string) => kim.request('debug/pause', { sessionId, threadId: 1 })],
  ] as const) {
    rule('D6', `a session has ${what}`, async bench => {
      const kim = await bench.connect('kim');
      const { session } = await kim.debug();
      await act(kim, session.id);
    });
  }

  rule('D9', 'the end of a session reminds of the copy of the code, and one command deletes it', async bench => {
    const kim = await bench.connect('kim');
    const { login, session } = await kim.debug();
    const { folder, files } = await kim.request('project/retrieve', { loginId: login.id, folder: join(bench.folder, 'copy') });
    assert.equal(files, 4);
    await kim.request('session/end', { sessionId: session.id });
    const [ended] = await kim.heard('session/ended');
    assert.ok(ended?.message.includes(`Delete the copy of the customer's code when you are done (D9): ${folder}.`), ended?.message);
    await kim.request('project/remove', { folder });
    assert.equal(existsSync(folder), false);
    assert.deepEqual((await kim.request('project/list', {})).projects, []);
  }, { world: rivalWorld, prepare: writeRival });

  it('D9: nothing else is deleted', async () => {
    const bench = await Bench.start({}, rivalWorld, writeRival);
    try {
      const kim = await bench.connect('kim');
      const { id: loginId } = await kim.login();
      await refused(kim.request('project/retrieve', { loginId, folder: join(bench.folder, 'desk') }), 'invalidParams', 'D9', /not empty/);
      await refused(kim.request('project/remove', { folder: join(bench.folder, 'desk') }), 'invalidParams', 'D9');
      const { folder } = await kim.request('project/retrieve', { loginId, folder: join(bench.folder, 'copy') });
      await kim.request('project/retrieve', { loginId, folder });
      const lee = await bench.connect('lee');
      await refused(lee.request('project/remove', { folder }), 'invalidParams', 'D9');
    } finally {
      await bench.close();
    }
  });

  rule('D12', "a subscriber's link names its org", async bench => {
    const kim = await bench.connect('kim');
    const { orgs } = await kim.request('orgs/list', {});
    const id = orgs.find(org => org.alias === 'north')?.id ?? '';
    const resolved = await kim.request('link/resolve', { link: `forceide://North%20Clinic?url=http%3A%2F%2Flocalhost&sessionId=${id}!abc` });
    assert.deepEqual(resolved.org, { id, name: 'North Clinic', alias: 'north' });
    await refused(kim.request('link/resolve', { link: 'https://north.example' }), 'invalidParams', 'D12');
  });

  it("D12: a project has the org's code, the package's, and skeletons of other vendors'", async () => {
    const bench = await Bench.start({}, rivalWorld, writeRival);
    try {
      const kim = await bench.connect('kim');
      const { id: loginId } = await kim.login();
      const { folder } = await kim.request('project/retrieve', { loginId, folder: join(bench.folder, 'copy') });
      const read = (path: string): string => readFileSync(join(folder, path), 'utf8');
      assert.equal(read('force-app/classes/Own.cls'), 'public class Own { }');
      assert.match(read('packages/acme/classes/Hidden.cls'), /secret/);
      assert.equal(read('packages/rival/classes/Rival.cls'), 'global class Rival {\n    global void call();\n}\n');
    } finally {
      await bench.close();
    }
  });

  rule('D15', "a copy of a customer's code ignores version control", async bench => {
    const kim = await bench.connect('kim');
    const { id: loginId } = await kim.login();
    const { folder } = await kim.request('project/retrieve', { loginId, folder: join(bench.folder, 'copy') });
    assert.ok(existsSync(join(folder, '.gitignore')), 'There is no .gitignore.');
    assert.match(readFileSync(join(folder, '.gitignore'), 'utf8'), /^\*$/m);
  });

  rule('D16', 'a license never goes back to trial, and a trial lasts at most 90 days', async bench => {
    const kim = await bench.connect('kim');
    await refused(kim.request('license/set', { org: 'seats', namespace: 'acme', change: { status: 'trial' } }), 'invalidParams', 'D16', /never goes back to trial/);
  });

  rule('D16', 'no more seats are taken than there are', async bench => {
    const kim = await bench.connect('kim');
    await refused(kim.request('license/set', { org: 'seats', namespace: 'acme', change: { seats: 1 } }), 'invalidParams', 'D16', /2 users of Seat Clinic have a seat/);
    const assign = { org: 'seats', namespace: 'acme', user: 'ann@seats.example', userId: 'cy@seats.example', assigned: true };
    await refused(kim.request('license/assign', assign), 'invalidParams', 'D16', /All 2 licenses/);
    await kim.request('license/assign', { ...assign, userId: 'bo@seats.example', assigned: false });
    await kim.request('license/assign', assign);
    await refused(kim.request('license/assign', { ...assign, user: 'cy@seats.example' }), 'missingPermission', null);
  });

  const xml = (kind: string, direction: string, value: string): string => `<FeatureParameter${kind}><dataflowDirection>${direction}</dataflowDirection><value>${value}</value></FeatureParameter${kind}>`;
  const writeFeatures = (folder: string): void => {
    write(folder, 'desk/force-app/featureParameters/Fast.featureParameterBoolean-meta.xml', xml('Boolean', 'LmoToSubscriber', 'true'));
    write(folder, 'desk/force-app/featureParameters/Seen.featureParameterInteger-meta.xml', xml('Integer', 'SubscriberToLmo', '3'));
  };
  for (const [what, name, value] of [['of another type', 'Fast', 'yes'], ["that the subscriber's Apex sets", 'Seen', 4]] as const) {
    rule('D17', `the partner sets no feature parameter ${what}`, async bench => {
      const kim = await bench.connect('kim');
      const { features } = await kim.request('org/details', { org: 'north' });
      assert.deepEqual(features.map(each => [each.name, each.type, each.direction, each.value]), [['Fast', 'boolean', 'lmoToSubscriber', true], ['Seen', 'integer', 'subscriberToLmo', 3]]);
      await refused(kim.request('feature/set', { org: 'north', namespace: 'acme', name, value }), 'invalidParams', 'D17');
    }, { prepare: writeFeatures });
  }

  rule('D18', "anonymous Apex sees only the package's global members", async bench => {
    const kim = await bench.connect('kim');
    const { id: loginId } = await kim.login();
    assert.equal((await kim.request('run/anonymous', { loginId, code: 'System.debug(acme.Desk.shown());' })).success, true);
    const { compileErrors } = await kim.request('run/anonymous', { loginId, code: 'System.debug(acme.Hidden.secret());' });
    assert.equal(compileErrors.length, 1);
  }, { prepare: writeRival, options: { runnerFactory: startRunnerProcess } });

  const tls = makeCertificate();
  rule('T3', 'only the customer grants access, nobody at the partner', async bench => {
    const kim = await bench.connectRemotely('kim');
    await refused(kim.request('grant/set', { org: 'silent', user: 'ann@silent.example', duration: '1 year' }), 'customerOnly', 'T3');
  }, { options: { team: { host: '127.0.0.1', port: 0, tls } } });

  rule('T6', "the subscriber's page shows this LMA's packages only", async bench => {
    const kim = await bench.connect('kim');
    const details = await kim.request('org/details', { org: 'north' });
    assert.deepEqual([details.packages.map(each => each.name), details.licenses.map(each => each.packageName)], [['Desk'], ['Desk']]);
  }, { world: rivalWorld, prepare: writeRival });

  it('T6: subscribers are found by name and by org ID of 15 or 18 characters, granted or not', async () => {
    const bench = await Bench.start();
    try {
      const kim = await bench.connect('kim');
      const find = async (search: string): Promise<string[]> => (await kim.request('subscribers/list', { search })).subscribers.map(each => each.name);
      const all = (await kim.request('subscribers/list', {})).subscribers;
      assert.equal(all.length, WORLD.orgs.length);
      const silent = all.find(each => each.alias === 'silent');
      assert.deepEqual([silent?.grants, silent?.expiresAt], [0, null]);
      for (const search of ['SILENT', silent?.id ?? '', silent?.id.slice(0, 15) ?? '']) assert.deepEqual(await find(search), ['Silent Org']);
      assert.deepEqual(await find('clinic'), ['North Clinic', 'South Clinic', 'Live Clinic', 'Seat Clinic', 'Guarded Clinic']);
      assert.deepEqual(await find('nobody'), []);
    } finally {
      await bench.close();
    }
  });

  it('T6: the page has contact, limits, access, packages and licensing', async () => {
    const bench = await Bench.start();
    try {
      const kim = await bench.connect('kim');
      const { contact, limits, licenses } = await kim.request('org/details', { org: 'seats' });
      assert.deepEqual(contact, { name: 'Seat Clinic Ltd', email: 'office@seats.example', phone: null });
      assert.deepEqual(limits?.map(each => [each.name, each.percent]), [['fileSpace', 0], ['dataSpace', 30], ['apiRequests', 0]]);
      assert.deepEqual(licenses.map(each => [each.packageName, each.version, each.usedSeats, each.seats]), [['Desk', '1.2', 2, 2]]);
    } finally {
      await bench.close();
    }
  });
});
