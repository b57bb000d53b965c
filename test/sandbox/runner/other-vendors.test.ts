import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { startRunnerProcess } from '../../../src/sandbox/org/runner-process.ts';
import { Bench, WORLD } from '../hub/support/bench.ts';
import type { TestClient } from '../hub/support/bench.ts';

const FILES: Readonly<Record<string, string>> = {
  'desk/force-app/classes/Desk.cls': "global class Desk { global static void say() { System.debug('acme tells'); } }",
  'rival/sfdx-project.json': JSON.stringify({ packageDirectories: [{ path: 'app' }], namespace: 'rival' }),
  'rival/app/classes/Rival.cls': "global class Rival { global static void keep(String text) { insert new Store__c(Name = text); } global static void say(Integer n) { for (Integer i = 0; i < n; i++) System.debug('rival secret ' + 'x'.repeat(300)); } }",
  'rival/app/objects/Store__c/Store__c.object-meta.xml': '<?xml version="1.0"?><CustomObject xmlns="http://soap.sforce.com/2006/04/metadata"><customSettingsType>List</customSettingsType><visibility>Protected</visibility><label>Store</label></CustomObject>',
};

describe("another vendor's package beside the partner's own (T16)", function () {
  this.timeout(120_000);
  let bench: Bench;
  let kim: TestClient;
  let loginId: string;
  before(async () => {
    bench = await Bench.start({ runnerFactory: startRunnerProcess }, {
      ...WORLD, packages: [...WORLD.packages, { namespace: 'rival', name: 'Rival', version: '1.0', path: 'rival' }],
      orgs: WORLD.orgs.slice(0, 1).map(org => ({ ...org, packages: ['acme@1.2', 'rival@1.0'] })),
    }, folder => {
      for (const [path, text] of Object.entries(FILES)) {
        mkdirSync(dirname(join(folder, path)), { recursive: true });
        writeFileSync(join(folder, path), text);
      }
    });
    kim = await bench.connect('kim');
    loginId = (await kim.login('north', 'ann@north.example')).id;
  });
  after(() => bench.close());

  it('is told of in the log of a request as entered, no more', async () => {
    const { debugLog } = await kim.request('run/anonymous', { loginId, code: 'acme.Desk.say(); rival.Rival.say(2);' });
    assert.match(debugLog, /\|DEBUG\|acme tells\n[^]*\|ENTERING_MANAGED_PKG\|rival\n[^]*\|EXECUTION_FINISHED$/);
    assert.ok(!debugLog.includes('secret'), debugLog);
  });

  it('neither in a long log', async () => {
    const { debugLog, logBytes = 0 } = await kim.request('run/anonymous', { loginId, code: "for (Integer i = 0; i < 6; i++) { rival.Rival.say(2000); System.debug('round ' + i + ' é'); }" });
    assert.ok(logBytes > 3_000_000, String(logBytes));
    assert.match(debugLog, /^67\.0 .*\n[^]*\|DEBUG\|round 5 é\n[^]*\|EXECUTION_FINISHED$/);
    assert.ok(!debugLog.includes('secret'));
  });

  it('shows nothing in a comparison with the workspace version', async () => {
    const comparison = await kim.request('run/onWorkspaceVersion', { loginId, projects: [join(bench.folder, 'desk')], code: "acme.Desk.say(); rival.Rival.keep('top secret'); rival.Rival.say(1);" });
    const { installed: { debugLog, changes, exception } } = comparison;
    assert.equal(exception, null);
    assert.match(debugLog, /\|DEBUG\|acme tells\n[^]*\|ENTERING_MANAGED_PKG\|rival\n/);
    assert.deepEqual(changes?.map(({ object, kind, fields }) => [object, kind, fields]), [['rival__Store__c', 'inserted', {}]]);
    assert.ok(!comparison.markdown.includes('rival secret') && !JSON.stringify(changes).includes('top secret'));
  });

  it("says nothing in the debugger's console", async () => {
    const session = await kim.request('session/acquire', { loginId });
    await kim.request('debug/ready', { sessionId: session.id });
    const { notDebugged } = await kim.request('run/anonymous', { loginId, code: "rival.Rival.say(1); acme.Desk.say(); System.debug('own');" });
    assert.equal(notDebugged, null);
    assert.deepEqual((await kim.heard('debug/output')).map(({ text, path, line }) => [text, path && basename(path), line]), [['acme tells', 'Desk.cls', 1], ['own', 'Anonymous.apex', 1]]);
  });
});
